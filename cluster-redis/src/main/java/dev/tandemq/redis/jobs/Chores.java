package dev.tandemq.redis.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.Swept;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sweep, prune and what operators do. What may move very many jobs is cut into several calls, so
 * that none holds up the server for long. Safe for concurrent use.
 */
final class Chores {

  /** Most jobs that one call moves: some ten milliseconds of the server's time. */
  private static final int PART = 1000;

  private static final Script SWEEP = JobCalls.script("sweep");
  private static final Script PRUNE = JobCalls.script("prune");
  private static final Script CLEAR = JobCalls.script("clear");
  private static final Script REMOVE = JobCalls.script("remove");
  private static final Script CANCEL = JobCalls.script("cancel");
  private static final Script REQUEUE = JobCalls.script("requeue");
  private static final Script PAUSE = JobCalls.script("pause");
  private static final Script BOUND = JobCalls.script("bound");

  private final JobCalls calls;

  Chores(JobCalls calls) {
    this.calls = calls;
  }

  CompletionStage<Swept> sweep(String queue, int max, long term) {
    return sweepOn(queue, max, term, new Swept(0, 0, false));
  }

  private CompletionStage<Swept> sweepOn(String queue, int max, long term, Swept before) {
    int part = Math.min(max, PART);
    return calls
        .run(SWEEP, new Args().add(queue).add(part).add(term), Chores::swept)
        .thenCompose(
            swept -> {
              int moved = swept.promoted() + swept.rescued();
              Swept sum = sum(before, swept);
              return moved == part && swept.more() && max > part
                  ? sweepOn(queue, max - part, term, sum)
                  : CompletableFuture.completedStage(sum);
            });
  }

  private static Swept swept(Reply reply) {
    return new Swept(reply.count(), reply.count(), reply.number() == 1, reply.digits());
  }

  /** Who was replaced in the middle has moved what he moved; the next call tells him. */
  private static Swept sum(Swept before, Swept next) {
    int promoted = before.promoted() + next.promoted();
    int rescued = before.rescued() + next.rescued();
    return promoted + rescued == 0 || !next.isRefused()
        ? new Swept(promoted, rescued, next.more(), next.newerTerm())
        : new Swept(promoted, rescued, true);
  }

  CompletionStage<Pruned> prune(String queue, Duration olderThan, int keep, int max, long term) {
    return pruneOn(queue, olderThan, keep, max, term, 0);
  }

  private CompletionStage<Pruned> pruneOn(
      String queue, Duration olderThan, int keep, int max, long term, int before) {
    int part = Math.min(max, PART);
    Args args = new Args().add(queue).add(olderThan).add(keep).add(part).add(term);
    return calls
        .run(PRUNE, args, reply -> new Pruned(reply.count(), reply.digits()))
        .thenCompose(
            pruned -> {
              int sum = before + pruned.removed();
              return pruned.removed() == part && max > part
                  ? pruneOn(queue, olderThan, keep, max - part, term, sum)
                  : CompletableFuture.completedStage(
                      new Pruned(sum, sum == 0 ? pruned.newerTerm() : 0));
            });
  }

  CompletionStage<Integer> clear(String queue) {
    return clearPart(queue, PART)
        .thenCompose(first -> clearOn(queue, first.left(), first.removed()));
  }

  /** What one call removed, and what it left. */
  private record Cleared(int removed, long left) {}

  /** Goes on while there is something, but never beyond what was there when it began. */
  private CompletionStage<Integer> clearOn(String queue, long most, int before) {
    if (most <= 0) {
      return CompletableFuture.completedStage(before);
    }
    return clearPart(queue, (int) Math.min(most, PART))
        .thenCompose(
            part ->
                part.removed() == 0
                    ? CompletableFuture.completedStage(before)
                    : clearOn(
                        queue,
                        Math.min(most - part.removed(), part.left()),
                        before + part.removed()));
  }

  private CompletionStage<Cleared> clearPart(String queue, int most) {
    return calls.run(
        CLEAR,
        new Args().add(queue).add(most),
        reply -> new Cleared(reply.count(), reply.number()));
  }

  /** Removes jobs of any state and queue. */
  CompletionStage<Integer> remove(List<JobId> ids) {
    return calls.run(REMOVE, new Args().add("").addIds(ids), ids, Reply::count);
  }

  /** Removes failed jobs of one queue. */
  CompletionStage<Integer> forget(String queue, List<JobId> ids) {
    return calls.run(REMOVE, new Args().add(queue).addIds(ids), ids, Reply::count);
  }

  CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
    return calls.run(REQUEUE, new Args().add(queue).addIds(ids), ids, Reply::count);
  }

  CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
    return calls.run(
        CANCEL, new Args().addIds(ids), ids, reply -> reply.letters(ids.size(), Chores::cancelled));
  }

  private static CancelResult cancelled(int letter) {
    return switch (letter) {
      case 'M' -> CancelResult.REMOVED;
      case 'Q' -> CancelResult.REQUESTED;
      default -> CancelResult.NONE;
    };
  }

  CompletionStage<@Nullable Void> pause(String queue, boolean paused) {
    return calls.run(PAUSE, new Args().add(queue).add(paused ? 1 : 0), reply -> null);
  }

  CompletionStage<@Nullable Void> bound(String queue, long maxJobs) {
    return calls.run(BOUND, new Args().add(queue).add(maxJobs), reply -> null);
  }
}
