package dev.tandemq.engine.queue;

import dev.tandemq.engine.store.Batcher;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.job.Job;
import dev.tandemq.store.PutResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The batchers of the queues that are pushed to right now: one for each, made by the first push and
 * dropped when the last one under way has its answer. So there are never more than pushes under
 * way, however many queues there have ever been, and pushes to one queue that meet always share a
 * batcher. Safe for concurrent use.
 */
final class PushLines {

  private static final class Line {
    final Batcher<Job, PutResult> batcher;

    /** Pushes without an answer; changed only within the map's step for the queue. */
    int waiting;

    Line(Batcher<Job, PutResult> batcher) {
      this.batcher = batcher;
    }
  }

  private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();
  private final Supplier<Batcher<Job, PutResult>> newBatcher;

  PushLines(Supplier<Batcher<Job, PutResult>> newBatcher) {
    this.newBatcher = newBatcher;
  }

  CompletableFuture<PutResult> push(Job job) {
    String queue = job.queue();
    Line line = enter(queue);
    CompletableFuture<PutResult> answer;
    try {
      answer = line.batcher.ask(job);
    } catch (Throwable t) {
      leave(queue);
      throw t;
    }
    Calls.whenDone(answer, () -> leave(queue));
    return answer;
  }

  private Line enter(String queue) {
    return lines.compute(
        queue,
        (name, known) -> {
          Line line = known == null ? new Line(newBatcher.get()) : known;
          line.waiting++;
          return line;
        });
  }

  /** The line that was entered is there until everybody who entered it has left. */
  private void leave(String queue) {
    lines.computeIfPresent(queue, (name, line) -> --line.waiting == 0 ? null : line);
  }

  /** Queues with a push under way. */
  int size() {
    return lines.size();
  }
}
