package dev.tandemq.kv.port;

import java.util.Map;

/** What became of a transaction that was answered. */
public sealed interface Commit {

  /**
   * All of it was applied.
   *
   * @param revisions of each key that was created or replaced
   */
  record Applied(Map<String, Long> revisions) implements Commit {
    /** Takes a copy. */
    public Applied {
      revisions = Map.copyOf(revisions);
    }

    /**
     * The revision at which a key was written.
     *
     * @throws IllegalArgumentException when the transaction did not write it
     */
    public long revision(String key) {
      Long revision = revisions.get(key);
      if (revision == null) {
        throw new IllegalArgumentException("the transaction did not write " + key);
      }
      return revision;
    }
  }

  /** A guard did not hold; nothing was changed. */
  record Refused() implements Commit {}
}
