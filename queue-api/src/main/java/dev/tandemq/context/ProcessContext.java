package dev.tandemq.context;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * All time, threads and chance of one process, handed to the engine and to every driver. With real
 * threads behind it the engine runs for real; with an event queue and a clock set by hand behind it
 * the very same engine runs in one thread, repeatably.
 *
 * <p>Every method may be called from any thread and returns at once.
 */
public interface ProcessContext {

  /** The clocks of this process. */
  TimeSource time();

  /**
   * Runs a step soon, on a fresh stack, never before this method has returned to its caller's
   * frame. Steps may run at the same time on several threads. A handler may block here; a driver
   * may not.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the context has been closed; the
   *     step will not run, and whoever owned a claim must count on its lease to end
   */
  void execute(Runnable step);

  /**
   * Runs a short step after a delay on the monotonic clock. The step must not block; what may
   * block, all code of the application with it, goes through {@link #execute}. After the context
   * has been closed nothing is scheduled and the answer is a handle that does nothing.
   *
   * @param delay zero or negative means as soon as possible
   */
  Cancellable schedule(Duration delay, Runnable step);

  /**
   * Makes the calling thread wait until the future is done, in whatever way, or the time is over.
   * The one way in which engine code waits on a thread of the application: where time is moved by
   * hand it moves here, and what is due on the way runs.
   *
   * @param atMost zero or negative does not wait
   * @return whether the future is done
   * @throws InterruptedException when the thread is interrupted before; its flag is cleared then
   */
  boolean await(Future<?> done, Duration atMost) throws InterruptedException;

  /** A source of chance that is safe for concurrent use; not for secrets. */
  RandomGenerator random();
}
