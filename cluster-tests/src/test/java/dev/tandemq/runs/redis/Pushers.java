package dev.tandemq.runs.redis;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.runs.redis.Ledger.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Threads that push as fast as they are answered, until they are stopped, and write down what they
 * were told. After trouble they go on with new jobs; one that was told to repeats what is unknown.
 */
final class Pushers {

  /** More than a run loses of one job. */
  private static final int ATTEMPTS = 100;

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final Queue queue;
  private final Ledger ledger;
  private final int mostWaiting;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isOver;
  private volatile @Nullable RuntimeException broken;

  /**
   * No thread yet.
   *
   * @param mostWaiting jobs that may wait before pushing is slowed down, so that workers keep up
   */
  Pushers(Queue queue, Ledger ledger, int mostWaiting) {
    this.queue = queue;
    this.ledger = ledger;
    this.mostWaiting = mostWaiting;
  }

  /** Starts a thread that pushes batches of that many; 1 is pushed alone. */
  Pushers start(int batch, boolean repeats) {
    Thread thread = new Thread(() -> run(batch, repeats), "pusher-" + threads.size());
    threads.add(thread);
    thread.start();
    return this;
  }

  private void run(int batch, boolean repeats) {
    try {
      while (!isOver) {
        if (ledger.acknowledged() - ledger.completed() > mostWaiting) {
          // Slower, not at all no more: what meets an outage is pushes too.
          pause();
        }
        push(batch, repeats);
      }
    } catch (RuntimeException e) {
      broken = e;
      isOver = true;
    }
  }

  private void push(int batch, boolean repeats) {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      String number = Integer.toString(ledger.number());
      jobs.add(queue.newJob().payload(number).maxAttempts(ATTEMPTS).build());
    }
    Set<Integer> numbers =
        jobs.stream().map(job -> Integer.parseInt(job.text())).collect(Collectors.toSet());
    Told what = told(jobs);
    ledger.told(numbers, what);
    while (repeats && what == Told.UNKNOWN) {
      pause();
      what = told(jobs);
      // What was unknown is not refused because a later call was not sent.
      ledger.told(numbers, what == Told.REFUSED ? Told.UNKNOWN : what);
    }
    if (what != Told.ACKNOWLEDGED) {
      pause();
    }
  }

  private Told told(List<Job> jobs) {
    try {
      if (jobs.size() == 1) {
        var unused = queue.push(jobs.get(0));
      } else {
        var unused = queue.pushBatch(jobs);
      }
      return Told.ACKNOWLEDGED;
    } catch (OutcomeUnknownException e) {
      if (!e.ids().containsAll(jobs.stream().map(Job::id).toList())) {
        throw new IllegalStateException("unknown, without the ids", e);
      }
      return Told.UNKNOWN;
    } catch (QueueException e) {
      return Told.REFUSED;
    }
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE);
  }

  /** Ends the threads when their last push is answered. */
  void stop() throws InterruptedException {
    isOver = true;
    for (Thread thread : threads) {
      thread.join(Ledger.LIMIT.toMillis());
      if (thread.isAlive()) {
        throw new AssertionError("a push does not end");
      }
    }
    RuntimeException told = broken;
    if (told != null) {
      throw new AssertionError("a pusher was told what no pusher may be told", told);
    }
  }
}
