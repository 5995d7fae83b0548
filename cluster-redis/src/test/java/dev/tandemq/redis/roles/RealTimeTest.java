package dev.tandemq.redis.roles;

import static dev.tandemq.redis.roles.RolesNodes.ADA;
import static dev.tandemq.redis.roles.RolesNodes.BOB;
import static dev.tandemq.redis.roles.RolesNodes.IDLE;
import static dev.tandemq.redis.roles.RolesNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times to live by the server's own clock, while the test waits for it. */
final class RealTimeTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int LOOKS = 1_000;

  private final RealTimeContext context = new RealTimeContext();
  private final RolesKeys keys = new RolesKeys(context);
  private final RedisLink link = keys.open();

  @AfterEach
  void close() {
    link.close();
    keys.close();
    context.close();
  }

  /** How long it takes until something holds, looked for every ten milliseconds. */
  private static Duration until(BooleanSupplier holds) throws InterruptedException {
    long start = System.nanoTime();
    for (int looks = 0; looks < LOOKS; looks++) {
      if (holds.getAsBoolean()) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new AssertionError("it did not come within ten seconds");
  }

  @Test
  void aMemberIsGoneAfterItsTimeToLive() throws Exception {
    RedisMembership members = new RedisMembership(link);
    long start = System.nanoTime();
    now(members.join(ADA, IDLE, SHORT));

    until(() -> now(members.nodes()).isEmpty());

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(keys.size("roles:members") + keys.size("roles:members:ends")).isZero();
  }

  @Test
  void aLeaderLeadsForItsTimeToLive() throws Exception {
    RedisElection election = new RedisElection(link);
    long start = System.nanoTime();
    Leader first = now(election.tryLead(ADA, SHORT, 0));

    until(() -> now(election.tryLead(BOB, LONG, 0)).id().equals(BOB));

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(now(election.leader()).orElseThrow().term()).isGreaterThan(first.term());
  }

  @Test
  void aLockHoldsForItsTimeToLive() throws Exception {
    RedisLocks locks = new RedisLocks(link);
    long start = System.nanoTime();
    Optional<Lock> first = now(locks.tryLock("l", ADA, SHORT));

    until(() -> now(locks.tryLock("l", BOB, LONG)).isPresent());

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(now(locks.unlock(first.orElseThrow()))).isFalse();
  }

  @Test
  void aServersClockThatWasSetBackByADayEndsNothingLater() throws Exception {
    RedisLocks locks = new RedisLocks(link);
    // As if the scripts had run with a clock that was a day ahead until now.
    long tomorrow = (System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1)) * 1_000;
    keys.set("roles", "clock", Long.toString(tomorrow));
    now(locks.tryLock("l", ADA, SHORT));
    assertThat(now(locks.tryLock("l", BOB, LONG))).isEmpty();

    Duration waited = until(() -> now(locks.tryLock("l", BOB, LONG)).isPresent());

    assertThat(waited).isLessThan(Duration.ofSeconds(9));
  }

  @Test
  void noClockOfANodeCounts() throws Exception {
    RedisLocks locks = new RedisLocks(link);
    try (RealTimeContext wrong = new RealTimeContext();
        RedisLink other = keys.open(wrong)) {
      RedisLocks theirs = new RedisLocks(other);
      wrong.skip(Duration.ofDays(2));
      now(locks.tryLock("l", ADA, LONG));
      assertThat(now(theirs.tryLock("l", BOB, LONG))).isEmpty();
      assertThat(now(theirs.tryLock("m", BOB, SHORT))).isPresent();

      Duration waited = until(() -> now(locks.tryLock("m", ADA, LONG)).isPresent());

      assertThat(waited).isLessThan(Duration.ofSeconds(9));
    }
  }
}
