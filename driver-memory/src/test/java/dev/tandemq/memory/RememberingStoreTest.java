package dev.tandemq.memory;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;

/** The memory store that remembers what is over under the contract, on a manual clock. */
final class RememberingStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    return MemoryFixtures.rememberingOnManualTime();
  }
}
