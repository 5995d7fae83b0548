package dev.tandemq.history;

import java.util.Set;

/**
 * Judges one group of invariants. It is shown each event of its kinds while the {@link Ledger}
 * still stands as before the event. It must never count a violation that is not one, whatever
 * operations overlap or have no known end; where it cannot know, it looks away and counts nothing.
 */
interface Check {

  /** The kinds of events that it wants to see. */
  Set<Op> ops();

  /** An event, the ledger not having taken it in yet. The step is used again for the next one. */
  void on(Step step);

  /** The history is over; called once. */
  default void end() {}
}
