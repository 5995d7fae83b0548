package dev.tandemq.sim;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which faults a world has, and how often: a subset drawn from the seed, each kind with an
 * intensity of its own, for faults hide each other. Calm from the moment it is told to be.
 */
@SuppressWarnings(
    "EnumOrdinal") // asked for every call of every world: arrays, and kinds are never stored
final class Weather {

  private static final long SECOND = 1_000_000_000L;

  /** In how many of a million calls the network takes time; in the others none. */
  private static final int[] LATENCIES = {0, 20_000, 60_000, 120_000, 120_000, 250_000, 500_000};

  private final Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
  private final int[] perMillion = new int[FaultKind.values().length];
  private final long[] pauses = new long[FaultKind.values().length];
  private final long[] counts = new long[FaultKind.values().length];
  private final int latency;
  private Runnable onFirst = () -> {};
  private boolean hasBitten;
  private boolean isCalm;

  Weather(Chance chance) {
    this.latency = LATENCIES[chance.nextInt(LATENCIES.length)];
    boolean isFair = chance.nextInt(20) == 0;
    for (FaultKind kind : FaultKind.values()) {
      // Drawn for each kind in any case: another kind more or less changes nothing for this one.
      boolean isWanted = chance.nextInt(5) < 2;
      int strength = 1 << chance.nextInt(7);
      long pause = chance.between(20 * SECOND, 400 * SECOND);
      if (isWanted && !isFair) {
        kinds.add(kind);
        perMillion[kind.ordinal()] = 600 * strength;
        pauses[kind.ordinal()] = pause;
      }
    }
  }

  /** Calls in a million that take a moment, faults or not. */
  int latency() {
    return latency;
  }

  /** Whether there is such a thing here, now. */
  boolean has(FaultKind kind) {
    return !isCalm && kinds.contains(kind);
  }

  /** Whether it happens to this call. */
  boolean strikes(FaultKind kind, Chance chance) {
    return !isCalm && chance.happens(perMillion[kind.ordinal()]);
  }

  /** Nanoseconds to its next appearance, where it comes by time; zero where it is unknown. */
  long pause(FaultKind kind, Chance chance) {
    long mean = pauses[kind.ordinal()];
    return mean == 0 ? 0 : mean / 4 + chance.nextLong(mean + mean / 2);
  }

  /** Who is told of the first fault that bites; with it the good times end. */
  void onFirst(Runnable told) {
    onFirst = told;
  }

  /** It was seen to bite. */
  void bit(FaultKind kind) {
    if (!hasBitten) {
      hasBitten = true;
      onFirst.run();
    }
    counts[kind.ordinal()]++;
  }

  long count(FaultKind kind) {
    return counts[kind.ordinal()];
  }

  /** No faults from now on. */
  void calmDown() {
    isCalm = true;
  }

  boolean isCalm() {
    return isCalm;
  }
}
