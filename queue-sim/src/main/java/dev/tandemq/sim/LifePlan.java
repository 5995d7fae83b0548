package dev.tandemq.sim;

import dev.tandemq.fault.Fate;
import dev.tandemq.fault.FaultPlan;
import java.time.Duration;

/** What becomes of the calls of one life of a node, as the weather is. */
final class LifePlan implements FaultPlan {

  private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
  private static final Fate[] MOMENTS = moments();

  private final World world;
  private final Weather weather;
  private final Chance chance;
  private final SimContext context;
  private long cutUntil = Long.MIN_VALUE;
  private long extendedAt;

  LifePlan(World world, Weather weather, Chance chance, SimContext context) {
    this.world = world;
    this.weather = weather;
    this.chance = chance;
    this.context = context;
  }

  /** Ways that take some milliseconds. */
  private static Fate[] moments() {
    Fate[] fates = new Fate[16];
    for (int i = 0; i < fates.length; i++) {
      fates[i] =
          Fate.delayed(
              Duration.ofNanos(170_000L * (1 + i)), Duration.ofNanos(1_900_000L / (1 + i)));
    }
    return fates;
  }

  /** Nothing gets through until then. */
  void cut(long until) {
    cutUntil = until;
  }

  /** The engine asks for leases to be extended. */
  void extending() {
    extendedAt = world.now();
  }

  /** When the engine last asked for leases to be extended, whatever came of it. */
  long extendedAt() {
    return extendedAt;
  }

  @Override
  public Fate next(String call) {
    if (context.isDead()) {
      // What hangs on an answer that came for the dead: nobody is there to do it.
      return Fate.LOST_CALL;
    }
    if (context.isFrozen()) {
      // What hangs on an answer to a frozen process, and is done when it wakes up.
      return Fate.delayed(Duration.ofNanos(context.frozenUntil() - world.now()), Duration.ZERO);
    }
    Fate usual =
        chance.happens(weather.latency()) ? MOMENTS[chance.nextInt(MOMENTS.length)] : Fate.NONE;
    if (weather.isCalm()) {
      return usual;
    }
    if (cutUntil > world.now()) {
      weather.bit(FaultKind.LINK_CUT);
      return chance.nextBoolean() ? Fate.LOST_CALL : Fate.REFUSED;
    }
    if (weather.strikes(FaultKind.REFUSED, chance)) {
      weather.bit(FaultKind.REFUSED);
      return late(usual, Fate.End.REFUSED);
    }
    if (weather.strikes(FaultKind.LOST_ANSWER, chance)) {
      weather.bit(FaultKind.LOST_ANSWER);
      return late(usual, Fate.End.LOST_ANSWER);
    }
    if (weather.strikes(FaultKind.LOST_CALL, chance)) {
      weather.bit(FaultKind.LOST_CALL);
      return late(usual, Fate.End.LOST_CALL);
    }
    if (weather.strikes(FaultKind.SILENT, chance)) {
      weather.bit(FaultKind.SILENT);
      return late(usual, Fate.End.SILENT);
    }
    if (weather.strikes(FaultKind.DELAY, chance)) {
      weather.bit(FaultKind.DELAY);
      return Fate.delayed(pause(), pause());
    }
    return usual;
  }

  private static Fate late(Fate usual, Fate.End end) {
    return usual.isNone() ? Fate.of(end) : new Fate(usual.before(), end, usual.after());
  }

  /** Mostly short, sometimes longer than any call may take. */
  private Duration pause() {
    long most = LONGEST_DELAY.toNanos() >> chance.nextInt(12);
    return Duration.ofNanos(chance.nextLong(most));
  }

  @Override
  public boolean dropsHint() {
    boolean drops =
        context.isDead()
            || (!weather.isCalm()
                && (cutUntil > world.now() || weather.strikes(FaultKind.DROPPED_HINT, chance)));
    if (drops && !context.isDead()) {
      weather.bit(FaultKind.DROPPED_HINT);
    }
    return drops;
  }
}
