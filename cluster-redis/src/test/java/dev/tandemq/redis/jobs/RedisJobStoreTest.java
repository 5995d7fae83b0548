package dev.tandemq.redis.jobs;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The store on a real server under the contract. Each test has a namespace of its own, and most of
 * its time is spent on waiting for the clock: they wait side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
final class RedisJobStoreTest extends JobStoreContract {

  @Override
  protected StoreFixture fixture() {
    return new RedisFixture();
  }
}
