package dev.tandemq.cli.process;

/** What it means for a command that the thread which waits for its end is interrupted. */
public enum Interruption {
  /** Nobody wants its result: it is killed at once, with all that it started. */
  KILL,
  /** It is asked to end, and killed two seconds later; its result does not count. */
  END,
  /** Its time was up: it is asked to end, and killed two seconds later; its output counts. */
  TIME_UP
}
