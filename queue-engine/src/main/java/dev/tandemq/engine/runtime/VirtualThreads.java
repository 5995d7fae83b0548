package dev.tandemq.engine.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Runs each step on a new virtual thread. Asked for by reflection, for this is compiled for Java
 * versions that have none.
 */
public final class VirtualThreads implements Executor {

  private final ThreadFactory factory;

  private VirtualThreads(ThreadFactory factory) {
    this.factory = factory;
  }

  /**
   * An executor of virtual threads named {@code tandem-virtual-1} and so on.
   *
   * @throws UnsupportedOperationException when this Java has none: before version 21
   */
  public static VirtualThreads create() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named =
          type.getMethod("name", String.class, long.class).invoke(builder, "tandem-virtual-", 1L);
      return new VirtualThreads((ThreadFactory) type.getMethod("factory").invoke(named));
    } catch (ReflectiveOperationException e) {
      throw unsupported(e);
    }
  }

  private static UnsupportedOperationException unsupported(ReflectiveOperationException e) {
    Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
    return new UnsupportedOperationException(
        "virtual threads need Java 21 or later; this is Java "
            + Runtime.version().feature()
            + ": run on a newer one, or leave the handlers on the worker's own threads",
        cause);
  }

  /** Starts a virtual thread for the step. */
  @Override
  public void execute(Runnable step) {
    factory.newThread(step).start();
  }
}
