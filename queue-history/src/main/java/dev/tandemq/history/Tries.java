package dev.tandemq.history;

import org.jspecify.annotations.Nullable;

/** The settlements of one claim by one arrow that were sent and not refused. */
final class Tries {

  final String arrow;
  final @Nullable Tries next;

  /** Sent and neither LOST nor failed, those without a known answer too. */
  int live;

  /** Of those the ones without a known answer. */
  int open;

  /** Where the first of them began. */
  long from = Ledger.NEVER;

  long fromAt;

  /** One of them was answered APPLIED. */
  boolean applied;

  /** When the first of those was answered. */
  long appliedAt;

  Tries(String arrow, @Nullable Tries next) {
    this.arrow = arrow;
    this.next = next;
  }

  void begin(long position, long at) {
    live++;
    open++;
    if (position < from) {
      from = position;
      fromAt = at;
    }
  }

  void refused() {
    open = Math.max(0, open - 1);
    live = Math.max(0, live - 1);
    if (live == 0) {
      from = Ledger.NEVER;
    }
  }

  void applied(long at) {
    open = Math.max(0, open - 1);
    if (!applied) {
      applied = true;
      appliedAt = at;
    }
  }
}
