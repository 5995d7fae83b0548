package dev.tandemq.store;

/** The store's word on a settlement. */
public enum SettleResult {
  /** The arrow was taken, now or by an earlier call with the same token and arrow (rule S11). */
  APPLIED,
  /**
   * The claim was the newest, and its job was cancelled meanwhile: instead of taking an arrow that
   * leads back into line the job was removed (rule K3), now or by an earlier call.
   */
  REMOVED,
  /** The claim was not the job's newest any more, or its job was gone; nothing was changed. */
  LOST
}
