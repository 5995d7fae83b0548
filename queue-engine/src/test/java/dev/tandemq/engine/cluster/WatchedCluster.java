package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.LockView;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection whose calls are noted, and delayed, lost or refused as a test says. */
final class WatchedCluster implements Cluster {

  /** What becomes of a call. */
  enum Line {
    /** It is answered at once. */
    UP,
    /** It is applied and answered a little later. */
    SLOW,
    /** It is applied at once and answered four seconds later. */
    LATE,
    /** It is refused. */
    DOWN,
    /** It is neither applied nor answered. */
    DEAF,
    /** It is applied and its answer is lost. */
    MUTE
  }

  private final ProcessContext context;
  private final Cluster inner;
  private final JobStore store;
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile Line line = Line.UP;
  volatile Line hints = Line.UP;
  volatile String losesAnswersTo = "";
  volatile @Nullable Line afterJoin;
  volatile boolean isClosed;

  WatchedCluster(ProcessContext context, Cluster inner) {
    this.context = context;
    this.inner = inner;
    this.store = new WatchedStore(inner.jobs());
  }

  private <T> CompletionStage<T> call(String what, Supplier<CompletionStage<T>> applied) {
    calls.add(what);
    CompletableFuture<T> answer = new CompletableFuture<>();
    switch (what.equals(losesAnswersTo) ? Line.MUTE : line) {
      case UP -> {
        return applied.get();
      }
      case SLOW ->
          context.schedule(
              Duration.ofMillis(20),
              () -> answer.complete(applied.get().toCompletableFuture().join()));
      case LATE -> {
        T value = applied.get().toCompletableFuture().join();
        context.schedule(Duration.ofSeconds(4), () -> answer.complete(value));
      }
      case DOWN -> answer.completeExceptionally(new QueueUnavailableException("down", null));
      case DEAF -> {}
      case MUTE -> {
        var unused = applied.get();
      }
    }
    return answer;
  }

  /** How often a call was made. */
  long count(String what) {
    return calls.stream().filter(what::equals).count();
  }

  private final class WatchedStore extends ForwardingJobStore {
    WatchedStore(JobStore jobs) {
      super(jobs);
    }

    @Override
    public CompletionStage<List<String>> queues() {
      return call("queues", super::queues);
    }

    @Override
    public CompletionStage<Swept> sweep(String queue, int max, long term) {
      return call("sweep " + queue + " " + term, () -> super.sweep(queue, max, term));
    }

    @Override
    public CompletionStage<Pruned> prune(
        String queue, Duration olderThan, int keep, int max, long term) {
      return call(
          "prune " + queue + " " + term, () -> super.prune(queue, olderThan, keep, max, term));
    }
  }

  @Override
  public JobStore jobs() {
    return store;
  }

  @Override
  public Membership membership() {
    return new Membership() {
      @Override
      public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
        CompletionStage<Joined> answer =
            call("join", () -> inner.membership().join(node, state, timeToLive));
        Line next = afterJoin;
        if (next != null) {
          line = next;
        }
        return answer;
      }

      @Override
      public CompletionStage<Renewal> renew(Member member, NodeState state) {
        return call("renew " + state.phase(), () -> inner.membership().renew(member, state));
      }

      @Override
      public CompletionStage<Void> leave(Member member) {
        return call("leave", () -> inner.membership().leave(member));
      }

      @Override
      public CompletionStage<List<NodeView>> nodes() {
        return call("nodes", () -> inner.membership().nodes());
      }
    };
  }

  @Override
  public Election election() {
    return new Election() {
      @Override
      public CompletionStage<Leader> tryLead(NodeId candidate, Duration timeToLive, long above) {
        return call(
            "tryLead " + above, () -> inner.election().tryLead(candidate, timeToLive, above));
      }

      @Override
      public CompletionStage<Boolean> resign(NodeId leader, long term) {
        return call("resign " + term, () -> inner.election().resign(leader, term));
      }

      @Override
      public CompletionStage<Optional<Leader>> leader() {
        return call("leader", () -> inner.election().leader());
      }
    };
  }

  @Override
  public Locks locks() {
    return new Locks() {
      @Override
      public CompletionStage<Optional<Lock>> tryLock(
          String name, NodeId owner, Duration timeToLive) {
        return call("tryLock " + name, () -> inner.locks().tryLock(name, owner, timeToLive));
      }

      @Override
      public CompletionStage<Renewal> extend(Lock lock, Duration timeToLive) {
        return call("extend " + lock.name(), () -> inner.locks().extend(lock, timeToLive));
      }

      @Override
      public CompletionStage<Boolean> unlock(Lock lock) {
        return call("unlock " + lock.name(), () -> inner.locks().unlock(lock));
      }

      @Override
      public CompletionStage<List<LockView>> locks() {
        return call("locks", () -> inner.locks().locks());
      }
    };
  }

  @Override
  public Broadcast broadcast() {
    return new Broadcast() {
      @Override
      public CompletionStage<Void> send(String topic, byte[] message) {
        return hints == Line.UP
            ? inner.broadcast().send(topic, message)
            : new CompletableFuture<>();
      }

      @Override
      public Subscription listen(String topic, Consumer<byte[]> listener) {
        if (line == Line.DOWN) {
          throw new QueueUnavailableException("down", null);
        }
        return inner.broadcast().listen(topic, listener);
      }
    };
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
