package dev.tandemq.runs;

import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.PutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pushes while it runs, so that a few jobs always wait: every slot is busy all the time, and what
 * comes back to the end of the line is soon at its head. In a thread of its own.
 */
final class Load implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 10;

  /** More than kills of one job in any run, so that none is set aside. */
  private static final int ATTEMPTS = 50;

  private final Queue queue;
  private final String text;
  private final int waiting;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Integer> pushed;
  private volatile boolean isOver;

  private Load(Queue queue, String text, int waiting) {
    this.queue = queue;
    this.text = text;
    this.waiting = waiting;
    this.pushed = thread.submit(this::push);
  }

  /**
   * Begins to push.
   *
   * @param text of each job, as of {@link Work}
   * @param waiting how many jobs wait
   */
  static Load begin(Queue queue, String text, int waiting) {
    return new Load(queue, text, waiting);
  }

  private int push() throws InterruptedException {
    int count = 0;
    while (!isOver) {
      int missing = (int) (waiting - queue.stats().ready());
      if (missing > 0) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < missing; i++) {
          jobs.add(queue.newJob().payload(text).maxAttempts(ATTEMPTS).build());
        }
        for (PutResult result : queue.pushBatch(jobs)) {
          count += result instanceof PutResult.Added ? 1 : 0;
        }
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return count;
  }

  /** Pushes no more; returns how many were added. */
  int end() throws ExecutionException, InterruptedException {
    isOver = true;
    return pushed.get();
  }

  /** Pushes no more, and does not wait. */
  @Override
  public void close() {
    isOver = true;
    thread.shutdownNow();
  }
}
