package dev.tandemq.redis.roles;

import static dev.tandemq.redis.roles.RolesNodes.IDLE;
import static dev.tandemq.redis.roles.RolesNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.tck.driver.RealTimeContext;
import dev.tandemq.tck.store.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two connections that want the same, until it was given a thousand times. */
final class RacesTest {

  private static final int GRANTS = 1_000;
  private static final int MOST_TRIES = 50_000;
  private static final int MEETINGS = 300;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final RealTimeContext context = new RealTimeContext();
  private final RolesKeys keys = new RolesKeys(context);
  private final List<RedisLink> links = List.of(keys.open(), keys.open());
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger grants = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();

  @AfterEach
  void close() {
    links.forEach(RedisLink::close);
    keys.close();
    context.close();
  }

  /** What one connection does in each round. */
  @FunctionalInterface
  private interface Turn {
    void take(RedisLink link, NodeId node, int round);
  }

  private void race(Turn turn) {
    Together.run(List.of(racer(links.get(0), "ada", turn), racer(links.get(1), "bob", turn)));
  }

  private Callable<Integer> racer(RedisLink link, String name, Turn turn) {
    NodeId node = new NodeId(name, "1");
    return () -> {
      int tries = 0;
      while (tries < MOST_TRIES && grants.get() < GRANTS) {
        turn.take(link, node, tries);
        tries++;
      }
      return tries;
    };
  }

  private void granted(int round) {
    grants.incrementAndGet();
    if (inside.incrementAndGet() != 1) {
      wrong.add("two at a time in round " + round);
    }
  }

  @Test
  void oneHoldsTheLockAndTokensGrow() {
    AtomicLong lastToken = new AtomicLong();

    race(
        (link, node, round) -> {
          RedisLocks locks = new RedisLocks(link);
          Optional<Lock> lock = now(locks.tryLock("l", node, LONG));
          if (lock.isEmpty()) {
            return;
          }
          granted(round);
          if (lastToken.getAndSet(lock.get().token()) >= lock.get().token()) {
            wrong.add("token " + lock.get().token() + " does not grow");
          }
          inside.decrementAndGet();
          if (!now(locks.unlock(lock.get())) || now(locks.unlock(lock.get()))) {
            wrong.add("unlocked never or twice in round " + round);
          }
        });

    assertThat(wrong).isEmpty();
    assertThat(grants.get()).isGreaterThanOrEqualTo(GRANTS);
    assertThat(keys.size("roles:locks") + keys.size("roles:locks:ends")).isZero();
  }

  @Test
  void aTermHasOneLeader() {
    Map<Long, NodeId> leaders = new ConcurrentHashMap<>();
    AtomicLong lastTerm = new AtomicLong();

    race(
        (link, node, round) -> {
          RedisElection election = new RedisElection(link);
          Leader leader = now(election.tryLead(node, LONG, 0));
          NodeId other = leaders.putIfAbsent(leader.term(), leader.id());
          if (other != null && !other.equals(leader.id())) {
            wrong.add("two leaders of term " + leader.term());
          }
          if (!leader.id().equals(node)) {
            return;
          }
          granted(round);
          if (lastTerm.getAndSet(leader.term()) >= leader.term()) {
            wrong.add("term " + leader.term() + " does not grow");
          }
          inside.decrementAndGet();
          if (!now(election.resign(node, leader.term()))) {
            wrong.add("term " + leader.term() + " ended under its leader");
          }
        });

    assertThat(wrong).isEmpty();
    assertThat(leaders).hasSizeGreaterThanOrEqualTo(GRANTS);
  }

  @Test
  void oneHasTheName() {
    Queue<Long> sessions = new ConcurrentLinkedQueue<>();

    race(
        (link, node, round) -> {
          RedisMembership members = new RedisMembership(link);
          NodeId web = new NodeId("web", node.name() + "-" + round);
          Joined joined = now(members.join(web, IDLE, LONG));
          if (joined instanceof Joined.NameTaken taken) {
            if (taken.holder().id().equals(web) || !taken.holder().state().equals(IDLE)) {
              wrong.add("the name is taken by " + taken.holder());
            }
            return;
          }
          granted(round);
          var member = ((Joined.Admitted) joined).member();
          sessions.add(member.session());
          if (now(members.renew(member, IDLE)) != Renewal.RENEWED) {
            wrong.add("a member was lost in round " + round);
          }
          inside.decrementAndGet();
          var unused = now(members.leave(member).thenApply(left -> true));
        });

    assertThat(wrong).isEmpty();
    assertThat(sessions).hasSizeGreaterThanOrEqualTo(GRANTS).doesNotHaveDuplicates();
    assertThat(keys.size("roles:members") + keys.size("roles:members:ends")).isZero();
  }

  @Test
  void anUnlockThatMeetsAnotherEndsNothingElse() {
    RedisLocks here = new RedisLocks(links.get(0));
    RedisLocks there = new RedisLocks(links.get(1));
    NodeId ada = new NodeId("ada", "1");
    NodeId bob = new NodeId("bob", "1");
    int taken = 0;
    for (int round = 0; round < MEETINGS; round++) {
      Lock old = now(here.tryLock("l", ada, LONG)).orElseThrow();
      List<CompletionStage<Boolean>> unlocked = new ArrayList<>();
      List<CompletionStage<Optional<Lock>>> tries = new ArrayList<>();
      for (RedisLocks locks : List.of(here, there, here, there)) {
        unlocked.add(locks.unlock(old));
        tries.add(locks.tryLock("l", bob, LONG));
      }
      assertThat(unlocked.stream().filter(RolesNodes::now)).hasSize(1);
      for (CompletionStage<Optional<Lock>> one : tries) {
        Optional<Lock> newer = now(one);
        if (newer.isPresent()) {
          taken++;
          assertThat(now(there.unlock(newer.get()))).as("the newer lock still holds").isTrue();
        }
      }
    }
    assertThat(taken).isPositive();
  }
}
