package dev.tandemq.redis.jobs;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.redis.RedisDriver;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.store.StoreFixture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A store on a real server, whose clock nobody can move: time passes by waiting. */
final class RedisFixture implements StoreFixture {

  /** More than a few calls take on a machine that is busy with tests side by side. */
  private static final Duration PRECISION = Duration.ofMillis(500);

  @Override
  public JobStore open() {
    return RedisStores.open();
  }

  @Override
  public Capabilities capabilities() {
    return RedisDriver.CAPABILITIES;
  }

  @Override
  public void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    // The clock of the server may be behind by less than its grain.
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
  }

  @Override
  public Duration precision() {
    return PRECISION;
  }

  @Override
  public boolean remembersSettled() {
    return true;
  }
}
