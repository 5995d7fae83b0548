package dev.tandemq.kv.jobs;

/**
 * Takes over what the page of a connection counts that is no more, or was silent for long; the page
 * goes away. Answers whether it did.
 */
final class FoldStep extends Step<Boolean> {

  /** Longer than any transaction of its owner can be on its way. */
  static final long SILENCE = 600_000_000_000L;

  private final String key;

  FoldStep(String key) {
    this.key = key;
  }

  /** Whether a page may go away. */
  static boolean isOver(Ledger page, long low) {
    return page.lines().isEmpty() && page.writtenAt() + SILENCE <= low;
  }

  @Override
  protected Boolean decide(Draft draft) {
    return draft.fold(key);
  }
}
