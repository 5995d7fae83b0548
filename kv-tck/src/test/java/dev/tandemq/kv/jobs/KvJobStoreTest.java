package dev.tandemq.kv.jobs;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;

/** Jobs over the port keep the contract of stores. */
final class KvJobStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    return new KvFixture();
  }
}
