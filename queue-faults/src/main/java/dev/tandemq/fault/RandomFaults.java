package dev.tandemq.fault;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A plan by chance from a seed: the same seed, settings and order of questions give the same fates,
 * on every release of Java.
 *
 * <pre>{@code
 * RandomFaults faults =
 *     RandomFaults.seeded(42)
 *         .share(Fate.End.LOST_ANSWER, 0.05)
 *         .delays(0.9, Duration.ofMillis(1), Duration.ofMillis(50))
 *         .only("JobStore.turn", "Election")
 *         .build();
 * }</pre>
 *
 * <p>Safe for concurrent use; the order of questions is then up to the threads.
 */
public final class RandomFaults implements FaultPlan {

  private static final Fate.End[] ENDS = Fate.End.values();
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private final AtomicLong state;
  private final double[] upTo; // per end the sum of its share and those before it
  private final double delayShare;
  private final long leastNanos;
  private final long rangeNanos;
  private final double hintShare;
  private final String[] only;
  private final FaultCounts counts = new FaultCounts();
  private volatile boolean healed;

  private RandomFaults(Builder builder) {
    state = new AtomicLong(builder.seed);
    upTo = new double[ENDS.length];
    double sum = 0;
    for (int i = 0; i < ENDS.length; i++) {
      sum += builder.shares.getOrDefault(ENDS[i], 0.0);
      upTo[i] = sum;
    }
    delayShare = builder.delayShare;
    leastNanos = builder.leastNanos;
    rangeNanos = builder.mostNanos - builder.leastNanos;
    hintShare = builder.hintShare;
    only = builder.only;
  }

  /** Begins a plan that harms nothing until it is told what to harm. */
  public static Builder seeded(long seed) {
    return new Builder(seed);
  }

  @Override
  public Fate next(String call) {
    if (healed || !matches(call)) {
      return Fate.NONE;
    }
    Fate.End end = end();
    long before = delay();
    long after = end == Fate.End.SILENT ? 0 : delay();
    Fate fate =
        before == 0 && after == 0
            ? Fate.of(end)
            : new Fate(Duration.ofNanos(before), end, Duration.ofNanos(after));
    counts.count(fate);
    return fate;
  }

  private boolean matches(String call) {
    if (only.length == 0) {
      return true;
    }
    for (String name : only) {
      // A whole port ends with its dot, a method is the whole name.
      if (name.endsWith(".") ? call.startsWith(name) : call.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Fate.End end() {
    if (upTo[ENDS.length - 1] == 0) {
      return Fate.End.ANSWERED;
    }
    double drawn = draw();
    for (int i = 0; i < upTo.length; i++) {
      if (drawn < upTo[i]) {
        return ENDS[i];
      }
    }
    return Fate.End.ANSWERED;
  }

  private long delay() {
    if (delayShare == 0 || draw() >= delayShare) {
      return 0;
    }
    return leastNanos + (long) (draw() * rangeNanos);
  }

  @Override
  public boolean dropsHint() {
    if (healed || hintShare == 0 || draw() >= hintShare) {
      return false;
    }
    counts.countDroppedHint();
    return true;
  }

  @Override
  public Duration hintDelay() {
    long nanos = healed ? 0 : delay();
    return nanos == 0 ? Duration.ZERO : Duration.ofNanos(nanos);
  }

  /** From 0 to below 1: SplitMix64, written out, for its numbers must not change with the JDK. */
  private double draw() {
    long z = state.addAndGet(GOLDEN_GAMMA);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }

  /** Harms nothing from now on, until {@link #resume}; what is on its way stays on its way. */
  public void heal() {
    healed = true;
  }

  /** Goes on after {@link #heal}. */
  public void resume() {
    healed = false;
  }

  /**
   * How often each kind of fault was given out: the ends of {@link Fate.End} but {@code ANSWERED},
   * {@code DELAYED} (beside whatever end) and {@code DROPPED_HINT}; sorted, those that never
   * happened with zero. A run in which a fault did not bite shows nothing about it.
   */
  public Map<String, Long> counts() {
    return counts.toMap();
  }

  /** Gathers the settings of a plan; used by one thread. */
  public static final class Builder {

    private final long seed;
    private final Map<Fate.End, Double> shares = new EnumMap<>(Fate.End.class);
    private double delayShare;
    private long leastNanos;
    private long mostNanos;
    private double hintShare;
    private String[] only = {};

    private Builder(long seed) {
      this.seed = seed;
    }

    /**
     * How many of the calls end like this; all others are answered.
     *
     * @param end not {@link Fate.End#ANSWERED}
     * @param share 0 to 1; all ends together at most 1
     */
    public Builder share(Fate.End end, double share) {
      Objects.requireNonNull(end, "end");
      checkShare("share", share);
      if (end == Fate.End.ANSWERED) {
        throw new IllegalArgumentException("end is ANSWERED; its share is what the others leave");
      }
      shares.put(end, share);
      return this;
    }

    /**
     * How many calls, answers and hints take time, each drawn on its own, and how long, evenly
     * spread. Ranges wider than the distance between calls make them overtake each other.
     *
     * @param share 0 to 1
     * @param least zero or more
     * @param most at least as much
     */
    public Builder delays(double share, Duration least, Duration most) {
      checkShare("share", share);
      if (least.isNegative() || most.compareTo(least) < 0) {
        throw new IllegalArgumentException(
            "least is " + least + ", most is " + most + "; they range from zero up, in order");
      }
      delayShare = share;
      leastNanos = least.toNanos();
      mostNanos = most.toNanos();
      return this;
    }

    /**
     * How many hints and broadcast messages get lost.
     *
     * @param share 0 to 1
     */
    public Builder droppedHints(double share) {
      checkShare("share", share);
      hintShare = share;
      return this;
    }

    /**
     * Leaves all calls alone but these; hints have no name and are not meant.
     *
     * @param calls methods, as {@code JobStore.turn}, or whole ports, as {@code Election}; none
     *     means all calls
     * @throws IllegalArgumentException when a port or a method is not known
     */
    public Builder only(String... calls) {
      String[] names = new String[calls.length];
      for (int i = 0; i < calls.length; i++) {
        CallNames.check(calls[i]);
        names[i] = calls[i].indexOf('.') < 0 ? calls[i] + "." : calls[i];
      }
      only = names;
      return this;
    }

    private static void checkShare(String name, double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(name + " is " + share + "; it ranges from 0 to 1");
      }
    }

    /**
     * The plan.
     *
     * @throws IllegalArgumentException when the shares of all ends are more than 1 together
     */
    public RandomFaults build() {
      double sum = 0;
      for (double share : shares.values()) {
        sum += share;
      }
      // A hair above, for sums of fractions are not exact.
      if (sum > 1 + 1e-9) {
        throw new IllegalArgumentException("the shares are " + sum + " together; at most 1");
      }
      return new RandomFaults(this);
    }
  }
}
