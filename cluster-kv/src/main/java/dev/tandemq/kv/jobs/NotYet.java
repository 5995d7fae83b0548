package dev.tandemq.kv.jobs;

/**
 * Breaks off the staging of a step that cannot go into this transaction: it needs to know more, or
 * what it touches is touched already. It is staged again. Has no stack, for it is no error.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // without a stack, they are all alike
final class NotYet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What it needs to know is being noted; the transaction waits for it. */
  static final NotYet KNOWN = new NotYet("a fact is missing");

  /** What it touches is touched by a step before it; it goes into the next transaction. */
  static final NotYet FREE = new NotYet("its turn comes later");

  private NotYet(String message) {
    super(message, null, false, false);
  }
}
