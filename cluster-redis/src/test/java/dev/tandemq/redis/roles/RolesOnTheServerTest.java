package dev.tandemq.redis.roles;

import static dev.tandemq.redis.roles.RolesNodes.ADA;
import static dev.tandemq.redis.roles.RolesNodes.ADA_AGAIN;
import static dev.tandemq.redis.roles.RolesNodes.BOB;
import static dev.tandemq.redis.roles.RolesNodes.IDLE;
import static dev.tandemq.redis.roles.RolesNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.tck.driver.RealTimeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the contract does not ask for: what is left under the keys, and what outlives the data. */
final class RolesOnTheServerTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration ENDED = LONG.plusSeconds(1);

  private final RealTimeContext context = new RealTimeContext();
  private final RolesKeys keys = new RolesKeys(context);
  private final RedisLink link = keys.open();
  private final RedisElection election = new RedisElection(link);
  private final RedisLocks locks = new RedisLocks(link);
  private final RedisMembership members = new RedisMembership(link);

  @AfterEach
  void close() {
    link.close();
    keys.close();
    context.close();
  }

  @Test
  void termsTokensAndSessionsGoOnAboveWhatAServerLost() {
    Leader leader = now(election.tryLead(ADA, LONG, 0));
    Lock lock = now(locks.tryLock("l", ADA, LONG)).orElseThrow();
    Member member = admitted(now(members.join(ADA, IDLE, LONG)));

    keys.forget();

    assertThat(now(election.tryLead(BOB, LONG, 0)).term()).isGreaterThan(leader.term());
    assertThat(now(locks.tryLock("l", BOB, LONG)).orElseThrow().token())
        .isGreaterThan(lock.token());
    assertThat(admitted(now(members.join(ADA, IDLE, LONG))).session())
        .isGreaterThan(member.session());
  }

  private static Member admitted(Joined joined) {
    return ((Joined.Admitted) joined).member();
  }

  @Test
  void tokensAreExactFarAbove() {
    long above = RedisElection.MAX_ABOVE - 1;
    Leader first = now(election.tryLead(ADA, LONG, above));
    Leader second = now(election.tryLead(ADA, LONG, first.term()));

    assertThat(first.term()).isEqualTo(above + 1);
    assertThat(second.term()).isEqualTo(above + 2);
    assertThat(now(election.resign(ADA, first.term()))).isFalse();
    assertThat(now(election.resign(ADA, second.term()))).isTrue();
    assertThatThrownBy(() -> election.tryLead(ADA, LONG, RedisElection.MAX_ABOVE + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above");
  }

  @Test
  void theNameOfAMemberIsTakenWithAllThatItTold() {
    now(members.join(ADA, IDLE, LONG));
    keys.skip(Duration.ofMinutes(10));

    Joined answer = now(members.join(ADA_AGAIN, IDLE, LONG));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Joined.NameTaken.class,
            taken -> {
              assertThat(taken.holder().id()).isEqualTo(ADA);
              assertThat(taken.holder().state()).isEqualTo(IDLE);
              assertThat(taken.holder().timeToLive()).isEqualTo(LONG);
              assertThat(taken.holder().silentFor())
                  .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
              assertThat(taken.holder().startedAt())
                  .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
            });
  }

  @Test
  void whatHasEndedIsRemovedByWhoLooks() {
    for (int i = 0; i < 40; i++) {
      now(locks.tryLock("l" + i, ADA, LONG));
      now(members.join(new NodeId("n" + i, "1"), IDLE, LONG));
    }
    keys.skip(ENDED);

    // Each removes up to sixteen others.
    for (int i = 0; i < 3; i++) {
      now(locks.tryLock("new" + i, ADA, LONG));
      now(members.join(new NodeId("new" + i, "1"), IDLE, LONG));
    }

    assertThat(keys.size("roles:locks")).isEqualTo(3);
    assertThat(keys.size("roles:locks:ends")).isEqualTo(3);
    assertThat(keys.size("roles:members")).isEqualTo(3);
    assertThat(keys.size("roles:members:ends")).isEqualTo(3);
  }

  @Test
  void anEndThatWasSeenIsFinal() {
    Lock lock = now(locks.tryLock("l", ADA, LONG)).orElseThrow();
    Leader leader = now(election.tryLead(ADA, LONG, 0));
    keys.skip(ENDED);
    assertThat(now(locks.locks())).isEmpty();
    assertThat(now(election.leader())).isEmpty();

    // As if that time had never been.
    keys.set("roles", "ahead", "0");
    keys.set("roles", "clock", "0");

    assertThat(now(locks.unlock(lock))).isFalse();
    assertThat(now(election.resign(ADA, leader.term()))).isFalse();
  }

  @Test
  void theShortestTimeToLiveIsNotNone() throws Exception {
    Lock lock = now(locks.tryLock("l", ADA, Duration.ofNanos(1))).orElseThrow();
    TimeUnit.MILLISECONDS.sleep(1);

    assertThat(now(locks.unlock(lock))).isFalse();
  }

  @Test
  void aFieldThatSomebodyElseWroteIsNamedAndNothingIsGranted() {
    keys.set("roles", "token", "many");

    assertThatThrownBy(() -> now(locks.tryLock("l", ADA, LONG)))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining(":roles holds");

    assertThat(keys.size("roles:locks")).isZero();
  }

  @Test
  void aRecordThatSomebodyElseWroteIsNamed() {
    keys.set("roles:members", "web", "hello");

    assertThatThrownBy(() -> now(members.nodes()))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining(":roles:members holds");
  }
}
