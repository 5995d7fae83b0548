package dev.tandemq.cli.bench;

import java.time.Duration;
import java.util.List;

/**
 * What was measured.
 *
 * @param throughput one entry per number of slots, in the order asked for
 * @param latency push to start
 * @param elapsed the whole measurement, warm-up too
 * @param jobs how many jobs were run in all, warm-up too; every one was completed
 */
public record BenchResult(
    List<Throughput> throughput, Latency latency, Duration elapsed, long jobs) {

  /** Takes a copy of the list. */
  public BenchResult {
    throughput = List.copyOf(throughput);
  }

  /**
   * Whole jobs per second: pushed one by one by one thread, claimed, handled by a handler that does
   * nothing, completed.
   *
   * @param slots how many jobs the worker ran at the same time
   * @param rounds jobs per second of each round, in the order measured; at least one
   * @param jobs how many were completed in these rounds
   */
  public record Throughput(int slots, List<Double> rounds, long jobs) {

    /** Takes a copy of the list. */
    public Throughput {
      rounds = List.copyOf(rounds);
      if (rounds.isEmpty()) {
        throw new IllegalArgumentException("there is no round");
      }
    }

    /** The one in the middle; of an even number the lower. */
    public double median() {
      return rounds.stream().sorted().toList().get((rounds.size() - 1) / 2);
    }

    /** The slowest round. */
    public double lowest() {
      return rounds.stream().min(Double::compare).orElseThrow();
    }

    /** The fastest round. */
    public double highest() {
      return rounds.stream().max(Double::compare).orElseThrow();
    }
  }

  /**
   * The time from the moment at which a push was meant to begin to the start of its handler, over
   * all rounds. A push that is late because an earlier one took long is counted with its delay.
   *
   * @param slots how many slots the worker had
   * @param rate how many pushes per second were meant
   * @param reachedRate how many there were
   * @param jobs how many were measured
   * @param p50 half of them started within it; nearest rank
   * @param p99 99 per cent
   * @param p999 99.9 per cent
   * @param max the slowest
   * @param roundsP99 the 99 per cent of each round
   */
  public record Latency(
      int slots,
      int rate,
      double reachedRate,
      long jobs,
      Duration p50,
      Duration p99,
      Duration p999,
      Duration max,
      List<Duration> roundsP99) {

    /** Takes a copy of the list. */
    public Latency {
      roundsP99 = List.copyOf(roundsP99);
    }
  }
}
