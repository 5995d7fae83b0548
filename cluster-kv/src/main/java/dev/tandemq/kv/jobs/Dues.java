package dev.tandemq.kv.jobs;

/**
 * When the next delayed job or lease of a queue is due, as far as one connection knows, and when it
 * looked last. Safe for concurrent use.
 */
final class Dues {

  private long earliest = Long.MAX_VALUE;
  private long lookedAt;
  private boolean hasLooked;

  /** Something becomes due then, in the cluster's time. */
  synchronized void note(long due) {
    earliest = Math.min(earliest, due);
  }

  /** A look begins: it sees all that was noted before. */
  synchronized void beginLook(long now) {
    earliest = Long.MAX_VALUE;
    lookedAt = now;
    hasLooked = true;
  }

  /** Whether something known is due, or the last look is too long ago. */
  synchronized boolean isDue(long low, long now, long interval) {
    return !hasLooked || earliest <= low || now - lookedAt >= interval;
  }
}
