package dev.tandemq.memory;

import dev.tandemq.driver.JobStores;
import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;

/** A store that blocks, lifted on two threads, keeps the contract of the store it was. */
final class BlockingMemoryStoreTest extends JobStoreContract {

  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

  @Override
  protected StoreFixture fixture() {
    return MemoryFixtures.onManualTime(
        (store, context) ->
            JobStores.blocking(new BlockingMemoryStore(store), MemoryFixtures.SMALL, POOL));
  }

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }
}
