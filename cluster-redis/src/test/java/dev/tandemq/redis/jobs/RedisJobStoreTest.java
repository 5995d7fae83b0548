package dev.tandemq.redis.jobs;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;

/** The store on a real server under the contract. */
final class RedisJobStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    return new RedisFixture();
  }
}
