package dev.tandemq.engine.upkeep;

import java.util.OptionalLong;

/**
 * The right to do the chores, asked for before each of their calls: a round may outlive it. Safe
 * for concurrent use; no method blocks.
 */
public interface Office {

  /** Everybody's: each node does the chores, which are idempotent. */
  Office OF_ALL =
      new Office() {
        @Override
        public OptionalLong term() {
          return OptionalLong.of(0);
        }

        @Override
        public void refused(long term, long newerTerm) {
          // A call in nobody's office is never refused.
        }
      };

  /** The term to do the next call with, zero for nobody's office; empty when it is not ours. */
  OptionalLong term();

  /**
   * The store has refused a call, for it has seen a newer term.
   *
   * @param term what the call carried
   * @param newerTerm what the store has seen
   */
  void refused(long term, long newerTerm);
}
