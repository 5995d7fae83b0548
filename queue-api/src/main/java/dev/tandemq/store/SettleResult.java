package dev.tandemq.store;

/** The store's word on a settlement. */
public enum SettleResult {
  /** The arrow was taken, now or by an earlier call with the same token and arrow. */
  APPLIED,
  /** The claim was not the job's newest any more, or its job was gone; nothing was changed. */
  LOST
}
