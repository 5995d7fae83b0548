package dev.tandemq.sim;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Many seeds, one after the other on each of several threads. Used once; {@link #cancel} may be
 * called from any thread.
 */
public final class Campaign {

  private final SimSettings settings;
  private final long first;
  private final long count;
  private final int threads;
  private final int mostFailures;
  private final AtomicLong next;
  private final AtomicBoolean isCancelled = new AtomicBoolean();

  /**
   * A campaign that has not begun.
   *
   * @param first the first seed; there must be as many as are counted from it on
   * @param count how many seeds, at least 1
   * @param threads worlds that run at the same time, 1 to 1,000
   * @param mostFailures after how many failing seeds it stops by itself, at least 1
   */
  public Campaign(SimSettings settings, long first, long count, int threads, int mostFailures) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.first = first;
    this.count = atLeastOne("count", count);
    this.threads = (int) atLeastOne("threads", threads);
    this.mostFailures = (int) atLeastOne("mostFailures", mostFailures);
    this.next = new AtomicLong(first);
    if (first > Long.MAX_VALUE - count - threads) {
      throw new IllegalArgumentException(
          "first is " + first + "; " + count + " seeds from there on are more than there are");
    }
    if (threads > 1_000) {
      throw new IllegalArgumentException("threads is " + threads + "; it ranges from 1 to 1000");
    }
  }

  /** All seeds, on as many threads as there are processors; it stops at the tenth failing seed. */
  public Campaign(SimSettings settings, long first, long count) {
    this(settings, first, count, Runtime.getRuntime().availableProcessors(), 10);
  }

  private static long atLeastOne(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " is " + value + "; it must be at least 1");
    }
    return value;
  }

  /**
   * Runs the seeds, and waits until they are done, or it is cancelled.
   *
   * @param progress told of every seed when it has ended, from several threads, one at a time
   * @throws InterruptedException when the calling thread is interrupted; what runs ends soon after
   */
  @SuppressWarnings("try") // closed, and not used otherwise
  public CampaignReport run(Consumer<SeedReport> progress) throws InterruptedException {
    long startedAt = System.nanoTime();
    CampaignSums sums = new CampaignSums(mostFailures);
    CountDownLatch done = new CountDownLatch(threads);
    try (QuietLogs quiet = new QuietLogs()) {
      for (int i = 0; i < threads; i++) {
        Thread thread = new Thread(() -> work(sums, progress, done), "simulation-" + i);
        thread.setDaemon(true);
        thread.start();
      }
      try {
        done.await();
      } catch (InterruptedException e) {
        cancel();
        throw e;
      }
    }
    return sums.report(Duration.ofNanos(System.nanoTime() - startedAt));
  }

  private void work(CampaignSums sums, Consumer<SeedReport> progress, CountDownLatch done) {
    try {
      for (long seed = next.getAndIncrement();
          seed < first + count && !isCancelled.get();
          seed = next.getAndIncrement()) {
        if (!sums.add(attempt(seed), progress)) {
          cancel();
        }
      }
    } catch (Throwable t) {
      sums.broken(t);
      cancel();
    } finally {
      done.countDown();
    }
  }

  /** A world that fails to run at all is a seed that fails. */
  private SeedReport attempt(long seed) {
    try {
      return Simulation.run(seed, settings);
    } catch (RuntimeException | Error e) {
      return SeedReport.broken(seed, e);
    }
  }

  /** Begins no more seeds. Idempotent. */
  public void cancel() {
    isCancelled.set(true);
  }
}
