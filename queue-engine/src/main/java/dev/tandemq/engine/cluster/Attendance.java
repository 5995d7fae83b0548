package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.NameTakenException;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node on the list of members: joins, tells its state with each heartbeat, and joins again
 * when it was taken for dead. A backend that is away is tried again until the node leaves.
 */
final class Attendance {

  /** How the node stands with the list, as far as it knows. */
  private sealed interface Standing {
    /** On no list, has never been, and wants to be. */
    record Outside() implements Standing {}

    /** As outside; somebody else has the name, and may be what is left of an earlier life. */
    record Waiting(Rival rival) implements Standing {}

    /** On the list. */
    record Inside(Member member) implements Standing {}

    /** Was on the list, was taken for dead, and wants to be on it again. */
    record Missing() implements Standing {}

    /** Off the list for good. */
    record Gone() implements Standing {}
  }

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  private final ProcessContext context;
  private final Membership membership;
  private final Identity self;
  private final Supplier<NodeState> state;
  private final Runnable onAdmitted;
  private final Asking asking;
  private final Pace pace;
  private final Troubles troubles;
  private final Loop loop;
  private final CompletableFuture<@Nullable Void> admitted = new CompletableFuture<>();
  // Written by one turn at a time.
  private volatile Standing standing = new Standing.Outside();
  private volatile long answers;

  /**
   * A node that is on no list.
   *
   * @param state what to tell of the node
   * @param onAdmitted called each time the node has come onto the list
   */
  Attendance(
      ProcessContext context,
      Membership membership,
      Identity self,
      Supplier<NodeState> state,
      Runnable onAdmitted) {
    this.context = context;
    this.membership = membership;
    this.self = self;
    this.state = state;
    this.onAdmitted = onAdmitted;
    this.asking = new Asking(context, self.settings().callTimeout());
    this.pace = new Pace(context, self.settings().heartbeat());
    this.troubles = new Troubles(self.id().name(), "heartbeat");
    this.loop = new Loop(context, this::beat);
  }

  /** Begins; completes when it has come onto the list first, fails when it never will. */
  CompletableFuture<@Nullable Void> start() {
    loop.start(Duration.ZERO);
    return admitted;
  }

  /** Tells the state now, unless a call is under way; the next one does it then. */
  void tellSoon() {
    loop.soon();
  }

  /** How often the backend has answered until now. */
  long answers() {
    return answers;
  }

  /** Whether it is on the list, as far as it knows. */
  boolean isInside() {
    return standing instanceof Standing.Inside;
  }

  /** Renews no more and leaves the list; completes when it has tried to, and never fails. */
  CompletionStage<@Nullable Void> end() {
    admitted.completeExceptionally(
        new IllegalStateException("the node was stopped before it had joined"));
    return loop.end().thenCompose(rests -> leave());
  }

  private CompletionStage<@Nullable Void> leave() {
    Standing was = standing;
    standing = new Standing.Gone();
    if (!(was instanceof Standing.Inside inside)) {
      return CompletableFuture.completedFuture(null);
    }
    return asking
        .ask("leave", () -> membership.leave(inside.member()))
        .handle(
            (left, thrown) -> {
              if (thrown != null) {
                troubles.failed(Calls.cause(thrown));
              }
              return null;
            });
  }

  private CompletionStage<Duration> beat() {
    long sentAt = context.time().nanoTime();
    return standing instanceof Standing.Inside inside
        ? asking
            .ask("renew", () -> membership.renew(inside.member(), state.get()))
            .handle((renewal, thrown) -> renewed(inside, sentAt, renewal, thrown))
        : asking
            .ask(
                "join", () -> membership.join(self.id(), state.get(), self.settings().timeToLive()))
            .handle((joined, thrown) -> joined(sentAt, joined, thrown));
  }

  private Duration renewed(
      Standing.Inside inside, long sentAt, @Nullable Renewal renewal, @Nullable Throwable thrown) {
    if (renewal == null) {
      return troubled(thrown);
    }
    answered();
    troubles.worked();
    if (renewal == Renewal.LOST) {
      LOG.log(
          Level.WARNING,
          "node {0} was taken for dead, it joins again (session {1})",
          self.id().name(),
          Long.toString(inside.member().session()));
      standing = new Standing.Missing();
      return Duration.ZERO;
    }
    return pace.since(sentAt);
  }

  private Duration joined(long sentAt, @Nullable Joined joined, @Nullable Throwable thrown) {
    if (joined == null) {
      if (thrown != null && !mayPass(Calls.cause(thrown))) {
        admitted.completeExceptionally(Calls.cause(thrown));
      }
      return troubled(thrown);
    }
    answered();
    if (joined instanceof Joined.Admitted entry) {
      troubles.worked();
      standing = new Standing.Inside(entry.member());
      onAdmitted.run();
      admitted.complete(null);
    } else if (joined instanceof Joined.NameTaken taken) {
      nameTaken(sentAt, taken.holder());
    }
    return pace.since(sentAt);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one turn at a time
  private void answered() {
    answers++;
  }

  /** A backend that refuses at the start, for a wrong password, will do so for ever. */
  private static boolean mayPass(Throwable cause) {
    return cause instanceof QueueUnavailableException || cause instanceof OutcomeUnknownException;
  }

  private void nameTaken(long sentAt, NodeView holder) {
    if (standing instanceof Standing.Missing) {
      // Its jobs are safe by their tokens; whoever looks for it finds the other one.
      troubles.failed(new NameTakenException(self.id().name(), holder.startedAt()));
      return;
    }
    troubles.worked();
    if (standing instanceof Standing.Waiting waiting) {
      if (waiting.rival().lives(holder, sentAt)) {
        admitted.completeExceptionally(
            new NameTakenException(self.id().name(), holder.startedAt()));
      }
    } else {
      LOG.log(
          Level.INFO,
          "node {0}: an earlier start has the name, waiting to see whether it is alive",
          self.id().name());
      long now = context.time().nanoTime();
      standing = new Standing.Waiting(Rival.seen(holder, now, self.settings().heartbeat()));
    }
  }

  private Duration troubled(@Nullable Throwable thrown) {
    return pace.afterTrouble(
        troubles.failed(
            thrown == null ? new NullPointerException("no answer") : Calls.cause(thrown)));
  }
}
