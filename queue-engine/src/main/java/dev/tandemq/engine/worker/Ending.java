package dev.tandemq.engine.worker;

import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;

/** What became of a claim, by the store's word on its settlement. */
enum Ending {
  /** The job is complete. */
  COMPLETED(0),
  /** The attempt failed and the job is tried again. */
  RETRIED(1),
  /** The job is set aside. */
  FAILED(2),
  /** The job was put off, the attempt unspent. */
  SNOOZED(3),
  /** The job was given back, the attempt unspent. */
  HANDED_BACK(4),
  /** The job is gone because nobody wants it any more. */
  DISCARDED(5),
  /** The store refused the settlement: the job is in other hands, or gone. */
  LOST(6);

  /** How many there are. */
  static final int COUNT = 7;

  private final int index;

  Ending(int index) {
    this.index = index;
  }

  /** Its place in a row of counts, from 0. */
  int index() {
    return index;
  }

  static Ending of(Settle settle, SettleResult word) {
    if (word == SettleResult.LOST) {
      return LOST;
    }
    if (word == SettleResult.REMOVED) {
      return DISCARDED;
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
