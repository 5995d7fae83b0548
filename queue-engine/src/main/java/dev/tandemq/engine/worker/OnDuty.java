package dev.tandemq.engine.worker;

import org.jspecify.annotations.Nullable;

/**
 * For which worker a thread is at work: in a handler or a callback of it. Whoever waits there for
 * the worker to end would wait for itself. Knows nothing of handlers that run elsewhere:
 * asynchronous ones, and those on virtual threads.
 */
final class OnDuty {

  private static final ThreadLocal<@Nullable Object> WORKER = new ThreadLocal<>();

  private OnDuty() {}

  /**
   * The thread goes to work.
   *
   * @param crew the worker's crew, known by its identity
   * @return for {@link #leave}: on time that is moved by hand one slot's work is done within
   *     another's
   */
  static @Nullable Object enter(Object crew) {
    Object before = WORKER.get();
    WORKER.set(crew);
    return before;
  }

  static void leave(@Nullable Object before) {
    if (before == null) {
      WORKER.remove();
    } else {
      WORKER.set(before);
    }
  }

  static boolean isFor(Object crew) {
    return WORKER.get() == crew;
  }
}
