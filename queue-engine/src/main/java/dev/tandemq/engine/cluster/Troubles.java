package dev.tandemq.engine.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the log of trouble that comes again and again: each kind once, and once that it is over.
 * Safe for concurrent use.
 */
final class Troubles {

  private static final Logger LOG = System.getLogger(DistributedQueue.class.getName());

  private final String node;
  private final String what;

  // Guarded by this.
  private final Set<String> told = new TreeSet<>();
  private int inARow;

  /**
   * No trouble yet.
   *
   * @param what what is tried, for people
   */
  Troubles(String node, String what) {
    this.node = node;
    this.what = what;
  }

  /** It failed; how often in a row. */
  synchronized int failed(Throwable thrown) {
    if (told.add(thrown.getClass().getName())) {
      LOG.log(
          Level.WARNING, "node {0}: {1} failed, trying again: {2}", node, what, thrown.toString());
    }
    return ++inARow;
  }

  /** It worked. */
  synchronized void worked() {
    if (inARow > 0) {
      LOG.log(Level.INFO, "node {0}: {1} works again", node, what);
      inARow = 0;
      told.clear();
    }
  }

  /** Whether the last try failed. */
  synchronized boolean isPresent() {
    return inARow > 0;
  }
}
