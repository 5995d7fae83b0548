package dev.tandemq.cli.bench;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.metrics.Sample;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Pushes at an even pace, and the time from the moment that the pace meant for a push to the start
 * of its handler. Counting from the push itself would leave out how long it had to wait for the
 * push before it, and so hide every stall.
 */
final class LatencyRound {

  /** What is left when a parked thread is to wake: it comes back late by less than this. */
  private static final long SPIN_NANOS = 80_000;

  private final AtomicLongArray startedAt;
  private final long firstNanos;
  private final double nanosBetween;
  private final long pushNanos;

  private LatencyRound(
      AtomicLongArray startedAt, long firstNanos, double nanosBetween, long pushNanos) {
    this.startedAt = startedAt;
    this.firstNanos = firstNanos;
    this.nanosBetween = nanosBetween;
    this.pushNanos = pushNanos;
  }

  /** Runs one; nothing is left in the queue afterwards. */
  static LatencyRound run(Queues queues, Queue queue, int slots, int rate, Duration time)
      throws InterruptedException {
    int jobs = (int) Math.max(1, rate * (time.toNanos() / 1e9));
    double between = 1e9 / rate;
    AtomicLongArray startedAt = new AtomicLongArray(jobs);
    try (Worker worker =
        queues
            .worker(queue.name())
            .slots(slots)
            .start(
                job -> {
                  long now = System.nanoTime();
                  // A job that is run twice has started when it did so first.
                  startedAt.compareAndSet(Integer.parseInt(job.text()), 0, now == 0 ? 1 : now);
                })) {
      long first = System.nanoTime() + SPIN_NANOS;
      for (int i = 0; i < jobs; i++) {
        awaitMoment(first + (long) (i * between));
        queue.push(Integer.toString(i));
      }
      long pushNanos = Math.max(System.nanoTime() - first, (long) (jobs * between));
      worker.drain();
      return new LatencyRound(startedAt, first, between, pushNanos);
    }
  }

  private static void awaitMoment(long moment) throws InterruptedException {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while measuring");
      }
    }
  }

  int jobs() {
    return startedAt.length();
  }

  /** How long the pushes took in all; at their pace or longer. */
  long pushNanos() {
    return pushNanos;
  }

  /** One value per job. */
  Sample sample() {
    Sample sample = new Sample();
    for (int i = 0; i < startedAt.length(); i++) {
      sample.add(startedAt.get(i) - firstNanos - (long) (i * nanosBetween));
    }
    return sample;
  }
}
