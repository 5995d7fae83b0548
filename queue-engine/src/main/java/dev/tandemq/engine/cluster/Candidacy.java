package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.engine.upkeep.Office;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs for leadership with each heartbeat, and so renews it. The belief to lead ends by the clock
 * alone, counted from before the call was sent, whatever this node does or sleeps through; it ends
 * at once when the store refuses its term.
 */
final class Candidacy implements Office {

  private final ProcessContext context;
  private final Election election;
  private final Identity self;
  private final Asking asking;
  private final Pace pace;
  private final Troubles troubles;
  private final Loop loop;
  private final InOrder told;
  private final List<LongConsumer> onElected = new CopyOnWriteArrayList<>();
  private final List<LongConsumer> onDeposed = new CopyOnWriteArrayList<>();

  private volatile Belief belief = Belief.NONE; // written under this
  // Guarded by this.
  private long above;
  private @Nullable Cancellable expiry;

  /** A node that does not run for leadership yet. */
  Candidacy(ProcessContext context, Election election, Identity self) {
    this.context = context;
    this.election = election;
    this.self = self;
    this.asking = new Asking(context, self.settings().callTimeout());
    this.pace = new Pace(context, self.settings().heartbeat());
    this.troubles = new Troubles(self.id().name(), "election");
    this.loop = new Loop(context, this::campaign);
    this.told = new InOrder(context);
  }

  /** Runs from now on. Idempotent. */
  void start() {
    loop.start(Duration.ZERO);
  }

  void onElected(LongConsumer listener) {
    synchronized (this) {
      onElected.add(listener);
      if (belief.holdsAt(context.time().nanoTime())) {
        long term = belief.term();
        told.run(() -> listener.accept(term));
      }
    }
  }

  void onDeposed(LongConsumer listener) {
    onDeposed.add(listener);
  }

  /** The term in which it leads, as far as it may believe now. */
  @Override
  public OptionalLong term() {
    Belief now = belief;
    return now.holdsAt(context.time().nanoTime())
        ? OptionalLong.of(now.term())
        : OptionalLong.empty();
  }

  /** The store knows a leader after us: we lead no more, and run for a term beyond that one. */
  @Override
  public void refused(long term, long newerTerm) {
    long ended;
    synchronized (this) {
      if (newerTerm <= belief.term()) {
        return; // an old call of ours, refused by what we did since
      }
      above = Math.max(above, newerTerm);
      ended = belief.term();
      believe(Belief.NONE);
    }
    if (ended != 0) {
      var unused = resign(ended);
    }
    loop.soon();
  }

  /** Runs no more and resigns; completes when it has tried to, and never fails. */
  CompletionStage<@Nullable Void> end() {
    return loop.end().thenCompose(rests -> resignLast());
  }

  private CompletionStage<@Nullable Void> resignLast() {
    long ended;
    synchronized (this) {
      ended = belief.term();
      // Before the call: when it is answered somebody else may lead.
      believe(Belief.NONE);
    }
    if (ended != 0) {
      return resign(ended);
    }
    if (!troubles.isPresent()) {
      return CompletableFuture.completedFuture(null);
    }
    // The answer of the last call was lost: it may have made us the leader.
    return asking
        .ask("leader", election::leader)
        .handle((leader, thrown) -> thrown == null ? leader : Optional.<Leader>empty())
        .thenCompose(
            leader ->
                leader.isPresent() && leader.get().id().equals(self.id())
                    ? resign(leader.get().term())
                    : CompletableFuture.completedFuture(null));
  }

  private CompletionStage<@Nullable Void> resign(long term) {
    return asking
        .ask("resign", () -> election.resign(self.id(), term))
        .handle(
            (held, thrown) -> {
              if (thrown != null) {
                troubles.failed(Calls.cause(thrown));
              }
              return null;
            });
  }

  private CompletionStage<Duration> campaign() {
    long least;
    synchronized (this) {
      least = above;
    }
    long sentAt = context.time().nanoTime();
    return asking
        .ask("tryLead", () -> election.tryLead(self.id(), self.settings().electionTimeout(), least))
        .handle((leader, thrown) -> answered(sentAt, leader, thrown));
  }

  private Duration answered(long sentAt, @Nullable Leader leader, @Nullable Throwable thrown) {
    if (leader == null) {
      // What we may believe is not changed by this: it ends when it ends.
      return pace.afterTrouble(
          troubles.failed(
              thrown == null ? new NullPointerException("no answer") : Calls.cause(thrown)));
    }
    troubles.worked();
    long until = sentAt + self.settings().electionTimeout().toNanos();
    synchronized (this) {
      // A term that was refused while the answer was on its way is none.
      boolean leads = leader.id().equals(self.id()) && leader.term() > above;
      Belief next = leads ? new Belief(leader.term(), until) : Belief.NONE;
      believe(next.holdsAt(context.time().nanoTime()) ? next : Belief.NONE);
    }
    return pace.since(sentAt);
  }

  /** Changes the belief, tells who listens, and sees to its end. Under the lock. */
  private void believe(Belief next) {
    Belief last = belief;
    belief = next;
    if (expiry != null) {
      expiry.cancel();
      expiry = null;
    }
    if (next.term() != 0) {
      Duration rest = Duration.ofNanos(next.until() - context.time().nanoTime());
      expiry = context.schedule(rest, () -> expire(next));
    }
    if (last.term() != next.term()) {
      tell(onDeposed, last.term());
      tell(onElected, next.term());
    }
  }

  private synchronized void expire(Belief ended) {
    if (belief.equals(ended)) {
      believe(Belief.NONE);
    }
  }

  private void tell(List<LongConsumer> listeners, long term) {
    if (term != 0) {
      listeners.forEach(listener -> told.run(() -> listener.accept(term)));
    }
  }
}
