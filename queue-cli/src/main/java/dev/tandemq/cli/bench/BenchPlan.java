package dev.tandemq.cli.bench;

import java.time.Duration;
import java.util.List;

/**
 * What is to be measured, and how the time is shared out.
 *
 * @param time all of it, 1 s to 1 h
 * @param slots numbers of slots to measure, one after the other; each 1 to 1,000
 * @param rate pushes per second while latency is measured; 1 to 100,000
 */
public record BenchPlan(Duration time, List<Integer> slots, int rate) {

  /** Shortest time that gives numbers worth printing. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Longest time: numbers do not get better by then. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Most slots. */
  public static final int MOST_SLOTS = 1_000;

  /** Highest rate: above it the pace of the pushing thread itself would be measured. */
  public static final int MOST_RATE = 100_000;

  /** A median needs some; of five, two may be spoilt by something else. */
  static final int ROUNDS = 5;

  private static final int LATENCY_ROUNDS = 3;

  // Per cent of the time; what is left over is for the ends of rounds.
  private static final int WARM_UP = 20;
  private static final int THROUGHPUT = 48;
  private static final int LATENCY = 24;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a value is out of its range
   */
  public BenchPlan {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "--time is " + time.toMillis() + " ms; it ranges from 1s to 1h");
    }
    slots = List.copyOf(slots);
    if (slots.isEmpty() || slots.size() > 10) {
      throw new IllegalArgumentException(
          "--slots holds " + slots.size() + " numbers; it takes 1 to 10");
    }
    for (int number : slots) {
      if (number < 1 || number > MOST_SLOTS) {
        throw new IllegalArgumentException(
            "--slots holds " + number + "; each ranges from 1 to " + MOST_SLOTS);
      }
    }
    if (rate < 1 || rate > MOST_RATE) {
      throw new IllegalArgumentException(
          "--rate is " + rate + " per second; it ranges from 1/s to " + MOST_RATE + "/s");
    }
  }

  /** The warm-up with one number of slots. */
  Duration warmUp() {
    return share(WARM_UP).dividedBy(slots.size());
  }

  /** One round of throughput. */
  Duration round() {
    return share(THROUGHPUT).dividedBy((long) slots.size() * ROUNDS);
  }

  int latencyRounds() {
    return LATENCY_ROUNDS;
  }

  /** One round of latency. */
  Duration latencyRound() {
    return share(LATENCY).dividedBy(LATENCY_ROUNDS);
  }

  private Duration share(int percent) {
    return time.multipliedBy(percent).dividedBy(100);
  }
}
