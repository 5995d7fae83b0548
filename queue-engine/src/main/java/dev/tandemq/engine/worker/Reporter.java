package dev.tandemq.engine.worker;

import dev.tandemq.store.SettleResult;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells the callbacks, whose troubles are their own: they are heard or logged, never felt. */
final class Reporter {

  private static final Logger LOG = System.getLogger(Reporter.class.getName());

  /**
   * A callback and what it is told of.
   *
   * @param name the setter that named it, for the log
   * @param endings the ends it is told of
   */
  record Listener(String name, Set<Ending> endings, Consumer<AttemptReport> callback) {

    Listener {
      endings = Set.copyOf(endings);
    }

    static Listener ofAll(String name, Consumer<AttemptReport> callback) {
      return new Listener(name, EnumSet.allOf(Ending.class), callback);
    }

    static Listener of(String name, Ending ending, Consumer<AttemptReport> callback) {
      return new Listener(name, EnumSet.of(ending), callback);
    }

    /** The log, which a job that completes does not concern. */
    static Listener log() {
      return new Listener(
          "log", EnumSet.complementOf(EnumSet.of(Ending.COMPLETED)), new FailureLog());
    }
  }

  /** A listener in use. */
  private static final class Entry {
    final Listener listener;
    final EnumSet<Ending> wants;
    volatile boolean hasFailed;

    Entry(Listener listener) {
      this.listener = listener;
      this.wants = EnumSet.copyOf(listener.endings());
    }

    void tell(AttemptReport report) {
      try {
        listener.callback().accept(report);
      } catch (Throwable t) {
        if (!hasFailed) {
          hasFailed = true;
          LOG.log(Level.ERROR, "a callback of " + listener.name() + " failed; told once", t);
        }
      }
    }
  }

  private final Entry[] entries;

  Reporter(List<Listener> listeners) {
    this.entries = listeners.stream().map(Entry::new).toArray(Entry[]::new);
  }

  /** Tells whoever asked for this end of attempts. A report that nobody wants is not made. */
  void tell(Ending ending, Owed owed, SettleResult word) {
    if (!owed.hasRun()) {
      return;
    }
    AttemptReport report = null;
    for (Entry entry : entries) {
      if (entry.wants.contains(ending)) {
        report = report == null ? owed.report(word) : report;
        entry.tell(report);
      }
    }
    if (report != null) {
      // A flag that a callback left must not hit the next job on this thread.
      boolean ignored = Thread.interrupted();
    }
  }
}
