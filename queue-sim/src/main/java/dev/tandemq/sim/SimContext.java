package dev.tandemq.sim;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/**
 * Time, threads and chance of one process of a world, from its start to its end: a node's life, or
 * the backend's. Its monotonic clock is about to overflow, its wall clock may jump; frozen, it runs
 * nothing while the world goes on; dead, it never does again.
 */
final class SimContext implements ProcessContext, TimeSource {

  private static final long FIRST_SECOND = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
  private static final Cancellable NOTHING = () -> {};
  private static final Runnable NOBODY = () -> {};
  private static final long LONGEST_JITTER = 300_000;

  private final World world;
  private final Chance chance;
  private final Chance jitter;
  private final boolean isJittered;
  private final long origin;

  private boolean isDead;
  private long frozenUntil;
  private Runnable onPutOff = NOBODY;
  private long wallShift;
  private Runnable onWallSeen = NOBODY;
  private int pending;
  private long taken;

  /**
   * The context of a process that starts now.
   *
   * @param isJittered whether steps that are executed take a moment to begin, as on busy threads
   */
  SimContext(World world, Chance chance, boolean isJittered) {
    this.world = world;
    this.chance = chance;
    this.jitter = chance.split(1);
    this.isJittered = isJittered;
    // Two processes never share an origin; each overflows within the first seconds of its life.
    this.origin = Long.MAX_VALUE - chance.split(2).nextLong(20_000_000_000L) - world.now();
  }

  // ---- what the engine sees

  @Override
  public TimeSource time() {
    return this;
  }

  @Override
  public Instant now() {
    if (onWallSeen != NOBODY) {
      Runnable seen = onWallSeen;
      onWallSeen = NOBODY;
      seen.run();
    }
    long nanos = world.now() + wallShift;
    return Instant.ofEpochSecond(
        FIRST_SECOND + Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  @Override
  public long nanoTime() {
    return origin + world.now();
  }

  @Override
  public void execute(Runnable step) {
    if (isDead) {
      throw new RejectedExecutionException("the process has ended; the step will not run");
    }
    pending++;
    taken++;
    long wait = isJittered && jitter.nextInt(4) == 0 ? jitter.nextLong(LONGEST_JITTER) : 0;
    world.add(world.now() + wait, new SimEvent(this, step));
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable step) {
    if (isDead) {
      return NOTHING;
    }
    pending++;
    taken++;
    SimEvent event = new SimEvent(this, step);
    world.add(world.now() + nanos(delay), event);
    return event;
  }

  private static long nanos(Duration delay) {
    if (delay.isNegative()) {
      return 0;
    }
    // A century is not reached in any world, and does not overflow.
    return Math.min(delay.getSeconds(), 3_200_000_000L) * 1_000_000_000L + delay.getNano();
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) {
    if (done.isDone()) {
      return true;
    }
    throw new AssertionError(
        "a step of a simulated world must not wait: " + atMost + " for " + done);
  }

  @Override
  public RandomGenerator random() {
    return chance;
  }

  // ---- what the world does with it

  /** Ends the process: what waits is dropped, what comes is refused. */
  void die() {
    isDead = true;
  }

  boolean isDead() {
    return isDead;
  }

  /**
   * Runs nothing until then.
   *
   * @param onBite called when the first step is put off because of it
   */
  void freeze(long until, Runnable onBite) {
    frozenUntil = Math.max(frozenUntil, until);
    onPutOff = onBite;
  }

  long frozenUntil() {
    return frozenUntil;
  }

  boolean isFrozen() {
    return frozenUntil > world.now();
  }

  /** A step of its was put off because it is frozen. */
  void putOff() {
    if (onPutOff != NOBODY) {
      Runnable bite = onPutOff;
      onPutOff = NOBODY;
      bite.run();
    }
  }

  /**
   * Moves the wall clock.
   *
   * @param onBite called when it is read next
   */
  void jumpWallClock(long nanos, Runnable onBite) {
    wallShift += nanos;
    onWallSeen = onBite;
  }

  void calledOff() {
    pending--;
  }

  void ran() {
    pending--;
  }

  /** Steps and timers that it was ever given. */
  long taken() {
    return taken;
  }

  /** Steps and timers that wait. */
  int pending() {
    return pending;
  }
}
