package dev.tandemq.store;

/**
 * What a prune removed.
 *
 * @param removed failed jobs that are gone
 * @param newerTerm the term of a newer leader that the call was refused for, so that nothing was
 *     removed; zero when it was not refused
 */
public record Pruned(int removed, long newerTerm) {

  /** Whether a newer leader has been here. */
  public boolean isRefused() {
    return newerTerm > 0;
  }
}
