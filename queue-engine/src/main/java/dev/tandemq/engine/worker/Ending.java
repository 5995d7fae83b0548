package dev.tandemq.engine.worker;

import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;

/** What became of a claim, by the store's word on its settlement. */
enum Ending {
  /** The job is complete. */
  COMPLETED,
  /** The attempt failed and the job is tried again. */
  RETRIED,
  /** The job is set aside. */
  FAILED,
  /** The job was put off, the attempt unspent. */
  SNOOZED,
  /** The job was given back, the attempt unspent. */
  HANDED_BACK,
  /** The job is gone because nobody wants it any more. */
  DISCARDED,
  /** The store refused the settlement: the job is in other hands, or gone. */
  LOST;

  static Ending of(Settle settle, SettleResult word) {
    if (word == SettleResult.LOST) {
      return LOST;
    }
    return switch (settle.arrow()) {
      case COMPLETE -> COMPLETED;
      case RETRY, RELEASE -> settle.claim().isLastAttempt() ? FAILED : RETRIED;
      case BURY -> FAILED;
      case SNOOZE -> SNOOZED;
      case HAND_BACK -> HANDED_BACK;
      case DISCARD -> DISCARDED;
    };
  }
}
