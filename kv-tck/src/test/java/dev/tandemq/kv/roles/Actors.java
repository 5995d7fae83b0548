package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.error.QueueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node that locks, leads and joins without end, by its own clock: it believes to hold something
 * from the answer on, for the time to live from before the call.
 */
final class Actors {

  private static final List<String> LOCKS = List.of("a", "b");

  private final TestWorld world;
  private final TestCluster cluster;
  private final Beliefs beliefs;
  private final String name;
  private int starts;

  Actors(TestWorld world, TestCluster cluster, Beliefs beliefs, String name) {
    this.world = world;
    this.cluster = cluster;
    this.beliefs = beliefs;
    this.name = name;
  }

  void start() {
    rest(this::lock);
    rest(this::lead);
    rest(this::join);
  }

  private long now() {
    return world.time.nanos();
  }

  private boolean chance(double share) {
    return world.context.random().nextDouble() < share;
  }

  private Duration timeToLive() {
    return Duration.ofMillis(200 + world.context.random().nextInt(6_000));
  }

  /** Mostly for a moment, now and then for so long that things are swept. */
  private void rest(Runnable then) {
    int most = chance(0.02) ? 2_400_000 : chance(0.2) ? 10_000 : 500;
    world.context.schedule(Duration.ofMillis(world.context.random().nextInt(most)), then);
  }

  private NodeId newStart() {
    return new NodeId(name, "start-" + ++starts);
  }

  /** What is answered, and what fails as a backend may fail; anything else ends the test. */
  private static <T> void on(CompletionStage<T> call, Consumer<@Nullable T> answered) {
    var unused =
        call.whenComplete(
            (answer, failure) -> {
              Throwable cause = failure == null ? null : Failures.cause(failure);
              assertThat(cause == null || cause instanceof QueueException)
                  .as("what the call failed with: %s", cause)
                  .isTrue();
              answered.accept(answer);
            });
  }

  // Locks

  private void lock() {
    String lock = LOCKS.get(world.context.random().nextInt(LOCKS.size()));
    NodeId owner = newStart();
    long start = now();
    Duration ttl = timeToLive();
    on(
        cluster.locks().tryLock(lock, owner, ttl),
        grant -> {
          if (grant == null || grant.isEmpty()) {
            rest(this::lock);
          } else {
            Lock held = grant.get();
            beliefs.given("token of " + lock, start, now(), held.token(), owner.toString());
            hold(held, beliefs.begin(lock, held.toString(), now(), start + ttl.toNanos()));
          }
        });
  }

  private void hold(Lock lock, Beliefs.Belief belief) {
    if (now() >= belief.to()) {
      rest(this::lock);
    } else if (chance(0.3)) {
      belief.endBy(now());
      on(cluster.locks().unlock(lock), ended -> rest(this::lock));
    } else {
      rest(() -> extend(lock, belief));
    }
  }

  private void extend(Lock lock, Beliefs.Belief belief) {
    long start = now();
    long until = start + timeToLive().toNanos();
    long before = belief.to();
    belief.endBy(until);
    on(
        cluster.locks().extend(lock, Duration.ofNanos(until - start)),
        renewal -> {
          if (renewal == Renewal.RENEWED && start < before) {
            belief.until(until);
          }
          expectNotLost(renewal, belief, lock);
          if (renewal == null || renewal == Renewal.LOST) {
            rest(this::lock);
          } else {
            hold(lock, belief);
          }
        });
  }

  private void expectNotLost(@Nullable Renewal renewal, Beliefs.Belief belief, Object what) {
    assertThat(renewal == Renewal.LOST && now() < belief.to())
        .as("%s is lost at %s, while it holds: %s", what, now(), belief)
        .isFalse();
  }

  // Election

  private void lead() {
    lead(newStart(), new ArrayList<>());
  }

  private void lead(NodeId candidate, List<Beliefs.Belief> tenure) {
    long start = now();
    long until = start + timeToLive().toNanos();
    tenure.forEach(belief -> belief.endBy(until));
    on(
        cluster.election().tryLead(candidate, Duration.ofNanos(until - start), 0),
        leader -> {
          if (leader != null) {
            beliefs.given("terms", start, now(), leader.term(), leader.id().toString());
          }
          if (leader == null || !leader.id().equals(candidate)) {
            rest(this::lead);
          } else {
            tenure.add(beliefs.begin("lead", candidate.toString(), now(), until));
            lead(leader, tenure);
          }
        });
  }

  private void lead(Leader leader, List<Beliefs.Belief> tenure) {
    if (chance(0.3)) {
      tenure.forEach(belief -> belief.endBy(now()));
      on(cluster.election().resign(leader.id(), leader.term()), ended -> rest(this::lead));
    } else {
      rest(() -> lead(leader.id(), tenure));
    }
  }

  // Membership

  private void join() {
    join(new NodeId("web", name + "." + ++starts));
  }

  private void join(NodeId node) {
    long start = now();
    Duration ttl = timeToLive();
    on(
        cluster.membership().join(node, STATE, ttl),
        joined -> {
          if (joined instanceof Joined.Admitted admitted) {
            Beliefs.Belief belief =
                beliefs.begin("web", node.toString(), now(), start + ttl.toNanos());
            stay(admitted.member(), ttl, belief);
          } else {
            rest(this::join);
          }
        });
  }

  private void stay(Member member, Duration ttl, Beliefs.Belief belief) {
    if (now() >= belief.to()) {
      rest(this::join);
    } else if (chance(0.2)) {
      belief.endBy(now());
      on(cluster.membership().leave(member), ended -> rest(this::join));
    } else if (chance(0.2)) {
      // The same node again: its old session ends.
      belief.endBy(now());
      rest(() -> join(member.id()));
    } else {
      rest(() -> renew(member, ttl, belief));
    }
  }

  private void renew(Member member, Duration ttl, Beliefs.Belief belief) {
    long start = now();
    long before = belief.to();
    on(
        cluster.membership().renew(member, STATE),
        renewal -> {
          if (renewal == Renewal.RENEWED && start < before) {
            belief.until(start + ttl.toNanos());
          }
          expectNotLost(renewal, belief, member);
          if (renewal == null || renewal == Renewal.LOST) {
            rest(this::join);
          } else {
            stay(member, ttl, belief);
          }
        });
  }
}
