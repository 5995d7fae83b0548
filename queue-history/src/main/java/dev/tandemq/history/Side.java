package dev.tandemq.history;

/** On which side of the network a port is recorded. */
public enum Side {
  /**
   * Where calls are made: they take time, overlap and get lost. Each operation has an {@link
   * Phase#INVOKE} and, if an answer came, an end with the same {@code call}.
   */
  CALLER,
  /**
   * At the store or cluster itself, which answers at once and is called by one thread at a time:
   * each operation has its end only, and the events stand in the order in which it was applied.
   * Recorded over threads that call at the same time the order may be another one; use {@link
   * #CALLER} there.
   */
  BACKEND
}
