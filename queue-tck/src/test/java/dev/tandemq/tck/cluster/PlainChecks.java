package dev.tandemq.tck.cluster;

import static java.util.Objects.requireNonNull;

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
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.job.Job;
import dev.tandemq.job.Names;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Refuses bad arguments before the cluster behind it sees them. */
final class PlainChecks extends ForwardingCluster {

  PlainChecks(Cluster target) {
    super(target);
  }

  private static void check(Duration timeToLive) {
    requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.isNegative()
        || timeToLive.isZero()
        || timeToLive.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new IllegalArgumentException("timeToLive is " + timeToLive);
    }
  }

  @Override
  public Membership membership() {
    return new CheckedMembership(target().membership());
  }

  @Override
  public Election election() {
    return new CheckedElection(target().election());
  }

  @Override
  public Locks locks() {
    return new CheckedLocks(target().locks());
  }

  @Override
  public Broadcast broadcast() {
    return new CheckedBroadcast(target().broadcast());
  }

  private static final class CheckedMembership extends ForwardingMembership {

    CheckedMembership(Membership target) {
      super(target);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      requireNonNull(node, "node");
      requireNonNull(state, "state");
      check(timeToLive);
      return super.join(node, state, timeToLive);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      requireNonNull(member, "member");
      requireNonNull(state, "state");
      return super.renew(member, state);
    }

    @Override
    public CompletionStage<Void> leave(Member member) {
      return super.leave(requireNonNull(member, "member"));
    }
  }

  private static final class CheckedElection extends ForwardingElection {

    CheckedElection(Election target) {
      super(target);
    }

    @Override
    public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
      requireNonNull(candidate, "candidate");
      check(timeToLive);
      if (above < 0) {
        throw new IllegalArgumentException("above is " + above);
      }
      return super.tryLead(candidate, timeToLive, above);
    }

    @Override
    public CompletionStage<Boolean> resign(NodeId leader, long term) {
      return super.resign(requireNonNull(leader, "leader"), term);
    }
  }

  private static final class CheckedLocks extends ForwardingLocks {

    CheckedLocks(Locks target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<Lock>> tryLock(String name, NodeId owner, Duration timeToLive) {
      Names.check("lock", name);
      requireNonNull(owner, "owner");
      check(timeToLive);
      return super.tryLock(name, owner, timeToLive);
    }

    @Override
    public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
      requireNonNull(lock, "lock");
      check(timeToLive);
      return super.extend(lock, timeToLive);
    }

    @Override
    public CompletionStage<Boolean> unlock(Lock lock) {
      return super.unlock(requireNonNull(lock, "lock"));
    }
  }

  private static final class CheckedBroadcast extends ForwardingBroadcast {

    CheckedBroadcast(Broadcast target) {
      super(target);
    }

    @Override
    public CompletionStage<Void> send(String topic, byte[] message) {
      Names.check("topic", topic);
      if (message.length > MAX_MESSAGE_BYTES) {
        throw new IllegalArgumentException("message has " + message.length + " bytes");
      }
      return super.send(topic, message);
    }

    @Override
    public Subscription listen(String topic, Consumer<byte[]> listener) {
      Names.check("topic", topic);
      return super.listen(topic, requireNonNull(listener, "listener"));
    }
  }
}
