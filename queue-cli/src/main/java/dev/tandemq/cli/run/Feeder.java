package dev.tandemq.cli.run;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.input.LineReader;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.PutResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns lines into jobs and pushes them: as many at once as are at hand, and none is held back
 * while the next one is not there yet.
 */
final class Feeder {

  /** Longest line that becomes a job. */
  static final int LINE_LIMIT = Defaults.PAYLOAD_LIMIT_BYTES;

  private static final int BATCH = 256;
  private static final Duration PUSH_WAIT = Duration.ofSeconds(1);

  private final RunSettings settings;
  private final LineReader reader;
  private final Queue queue;
  private final Window window;
  private final Ledger ledger;
  private final List<Job> batch = new ArrayList<>(); // touched by the feeding thread only
  private final ReentrantLock pushing = new ReentrantLock();
  private volatile boolean stopped;
  private volatile boolean hasReadAll;
  private volatile boolean hasDropped;

  Feeder(RunSettings settings, LineReader reader, Queue queue, Window window, Ledger ledger) {
    this.settings = settings;
    this.reader = reader;
    this.queue = queue;
    this.window = window;
    this.ledger = ledger;
  }

  /**
   * Feeds until the input ends or it is stopped. May block in a read that nothing can interrupt, so
   * it belongs on a thread of its own.
   *
   * @throws IOException when the input cannot be read; what came before has been pushed
   */
  void feed() throws IOException, InterruptedException {
    try {
      Optional<Line> line = reader.next();
      while (line.isPresent() && take(line.get())) {
        if (batch.size() >= BATCH || !reader.hasNextAtHand()) {
          push();
        }
        line = reader.next();
      }
      hasReadAll = line.isEmpty();
    } finally {
      push();
    }
  }

  private boolean take(Line line) throws InterruptedException {
    long size = line.isWhole() ? line.length() : 0;
    if (!window.tryEnter(size)) {
      push();
      if (!window.enter(size)) {
        return false;
      }
    }
    if (line.isWhole()) {
      batch.add(job(line));
    } else {
      push();
      ledger.refused(line, tooLong(line));
    }
    return true;
  }

  /** Why a line does not become a job. */
  static String tooLong(Line line) {
    return "the line has " + line.length() + " bytes; the limit is " + LINE_LIMIT + " bytes";
  }

  private Job job(Line line) {
    return queue
        .newJob()
        .payload(line.bytes())
        .maxAttempts(settings.maxAttempts())
        // The time-out is enforced where the command runs, which knows how to end one politely.
        .timeout(Duration.ZERO)
        .tag(LineTag.NAME, String.valueOf(line.number()))
        .build();
  }

  private void push() {
    if (batch.isEmpty()) {
      return;
    }
    pushing.lock();
    try {
      if (stopped) {
        hasDropped = true;
      } else {
        batch.forEach(ledger::taken);
        for (PutResult result : queue.pushBatch(List.copyOf(batch))) {
          if (result instanceof PutResult.Full) {
            throw new QueueFullException(
                "queue " + queue.name() + " is at its bound; not all lines were pushed", null);
          }
        }
      }
    } finally {
      batch.clear();
      pushing.unlock();
    }
  }

  /** Whether the input has ended and every line of it was taken as a job. */
  boolean isExhausted() {
    return hasReadAll && !hasDropped;
  }

  /** Pushes nothing more; waits a moment for a push that is under way. */
  void stop() {
    stopped = true;
    window.close();
    try {
      if (pushing.tryLock(PUSH_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        pushing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
