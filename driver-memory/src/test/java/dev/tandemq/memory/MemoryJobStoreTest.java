package dev.tandemq.memory;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;

/** The memory store under the contract, on a manual clock. */
final class MemoryJobStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    return MemoryFixtures.onManualTime();
  }
}
