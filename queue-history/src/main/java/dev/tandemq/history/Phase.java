package dev.tandemq.history;

/** How far an operation has come. */
public enum Phase {
  /** It begins; its end has the same {@code call}. */
  INVOKE,
  /** It was done, and this is its answer. */
  OK,
  /** It was not done. */
  FAIL,
  /** It may have been done. */
  UNKNOWN
}
