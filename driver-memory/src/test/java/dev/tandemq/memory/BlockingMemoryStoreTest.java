package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.JobStores;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A store that blocks, lifted on two threads, keeps the contract of the store it was. */
final class BlockingMemoryStoreTest extends JobStoreContract {

  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

  @Override
  protected StoreFixture fixture() {
    return MemoryFixtures.onManualTime(
        (store, context) ->
            JobStores.blocking(new BlockingMemoryStore(store), MemoryFixtures.SMALL, POOL));
  }

  @Test
  void anExceptionThatNoMethodDeclaresLeavesNoStageOpenAndTheStoreCanBeClosed() {
    AtomicInteger closes = new AtomicInteger();
    BlockingMemoryStore throwing =
        new BlockingMemoryStore(MemoryFixtures.onManualTime((store, context) -> store).open()) {
          @Override
          public int clear(String queue) {
            throw BlockingMemoryStoreTest.<RuntimeException>undeclared(new IOException("broken"));
          }

          @Override
          public void close() {
            closes.incrementAndGet();
            super.close();
          }
        };
    JobStore lifted = JobStores.blocking(throwing, MemoryFixtures.SMALL, Runnable::run);

    CompletableFuture<Integer> answer = lifted.clear("q").toCompletableFuture();
    lifted.close();

    assertThat(answer.handle((count, e) -> e))
        .isCompletedWithValueMatching(e -> e instanceof OutcomeUnknownException);
    assertThat(closes).hasValue(1);
  }

  /** As Kotlin or Groovy throw it: the compiler takes it for one that need not be declared. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable e) throws E {
    throw (E) e;
  }

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }
}
