package dev.tandemq.cli.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many jobs are done in a second just now: of the last ten seconds, so that it follows the
 * work; of all the time while too little was done in these to tell. Used by one thread.
 */
final class RecentRate {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** Fewer jobs would make it jump. */
  private static final long ENOUGH = 10;

  private record Sample(Duration at, long done) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  RecentRate() {
    samples.add(new Sample(Duration.ZERO, 0));
  }

  /** Takes note of how far the work has come, and tells the rate. */
  double perSecond(Progress progress) {
    Duration now = progress.elapsed();
    samples.addLast(new Sample(now, progress.done()));
    Sample first = samples.getFirst();
    while (first.at().plus(WINDOW).compareTo(now) < 0) {
      samples.removeFirst();
      first = samples.getFirst();
    }
    long recently = progress.done() - first.done();
    return recently >= ENOUGH ? rate(recently, now.minus(first.at())) : rate(progress.done(), now);
  }

  private static double rate(long done, Duration time) {
    return time.isZero() ? 0 : done / (time.toNanos() / 1e9);
  }
}
