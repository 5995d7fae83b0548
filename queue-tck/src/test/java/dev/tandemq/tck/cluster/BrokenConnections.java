package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingBroadcast;
import dev.tandemq.cluster.ForwardingCluster;
import dev.tandemq.cluster.ForwardingElection;
import dev.tandemq.cluster.ForwardingLocks;
import dev.tandemq.cluster.ForwardingMembership;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Clusters that break a rule of connections: their end, their arguments, their clock, their jobs.
 */
final class BrokenConnections {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private BrokenConnections() {}

  static List<BrokenCluster> all() {
    return List.of(
        of("does not end", Set.of("Y1"), Endless::new),
        of("fails its stages where it should throw", Set.of("Y2"), FailsLater::new),
        of("takes any time to live", Set.of("Y2"), TakesAnyTime::new),
        of("cuts long words short", Set.of("Y2"), CutsWords::new),
        of("resigns and unlocks by its end", Set.of("Y3"), GivesUp::new),
        new BrokenCluster("has jobs by connection", Set.of("Y4"), BrokenConnections::ownJobs),
        of("keeps its hints to itself", Set.of("Y4"), OwnHints::new),
        new BrokenCluster(
            "counts times to live by the wall clock",
            Set.of("A5", "G6", "N5"),
            BrokenConnections::byWallClock));
  }

  private static BrokenCluster of(String fault, Set<String> breaks, UnaryOperator<Cluster> around) {
    return BrokenCluster.of(fault, breaks, context -> around);
  }

  private static Supplier<Cluster> byWallClock(ManualContext context) {
    return PlainCluster.opener(
        new PlainTime(
            context.time(), () -> Duration.between(Instant.EPOCH, context.time().now()).toNanos()));
  }

  private static Supplier<Cluster> ownJobs(ManualContext context) {
    Supplier<Cluster> shared = PlainCluster.opener(context.time());
    return () -> {
      Cluster own = PlainCluster.opener(context.time()).get();
      return new ForwardingCluster(shared.get()) {
        @Override
        public JobStore jobs() {
          return own.jobs();
        }

        @Override
        public void close() {
          own.close();
          super.close();
        }
      };
    };
  }

  private static final class Endless extends ForwardingCluster {

    Endless(Cluster target) {
      super(target);
    }

    @Override
    public void close() {
      // The fault.
    }
  }

  private static final class FailsLater extends ForwardingCluster {

    FailsLater(Cluster target) {
      super(target);
    }

    @Override
    public Locks locks() {
      return new ForwardingLocks(target().locks()) {
        @Override
        public CompletionStage<Optional<Lock>> tryLock(
            String name, NodeId owner, Duration timeToLive) {
          try {
            return super.tryLock(name, owner, timeToLive);
          } catch (IllegalArgumentException e) {
            return failedFuture(e);
          }
        }
      };
    }
  }

  private static final class TakesAnyTime extends ForwardingCluster {

    TakesAnyTime(Cluster target) {
      super(target);
    }

    private static Duration fit(Duration time) {
      return time.isNegative() || time.isZero() ? MINUTE : time;
    }

    @Override
    public Membership membership() {
      return new ForwardingMembership(target().membership()) {
        @Override
        public CompletionStage<Joined> join(NodeId node, NodeState state, Duration time) {
          return super.join(node, state, fit(time));
        }
      };
    }

    @Override
    public Election election() {
      return new ForwardingElection(target().election()) {
        @Override
        public CompletionStage<Leader> tryLead(NodeId candidate, Duration time, long above) {
          return super.tryLead(candidate, fit(time), above);
        }
      };
    }
  }

  private static final class CutsWords extends ForwardingCluster {

    CutsWords(Cluster target) {
      super(target);
    }

    @Override
    public Broadcast broadcast() {
      return new ForwardingBroadcast(target().broadcast()) {
        @Override
        public CompletionStage<Void> send(String topic, byte[] message) {
          int length = Math.min(message.length, MAX_MESSAGE_BYTES);
          return super.send(topic, java.util.Arrays.copyOf(message, length));
        }
      };
    }
  }

  /** Gives up all that is held, whoever holds it, when it is closed. */
  private static final class GivesUp extends ForwardingCluster {

    private boolean closed;

    GivesUp(Cluster target) {
      super(target);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        now(target().locks().locks()).map(LockView::lock).forEach(target().locks()::unlock);
        target()
            .election()
            .leader()
            .thenAccept(
                leader ->
                    leader.ifPresent(held -> target().election().resign(held.id(), held.term())));
        target().close();
      }
    }

    private static java.util.stream.Stream<LockView> now(CompletionStage<List<LockView>> locks) {
      return locks.toCompletableFuture().join().stream();
    }
  }

  private static final class OwnHints extends ForwardingCluster {

    OwnHints(Cluster target) {
      super(target);
    }

    @Override
    public JobStore jobs() {
      return new ForwardingJobStore(target().jobs()) {
        @Override
        public Subscription onReady(String queue, Runnable hint) {
          return target().onReady(queue, () -> {});
        }
      };
    }
  }
}
