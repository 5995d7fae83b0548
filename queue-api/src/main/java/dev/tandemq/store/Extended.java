package dev.tandemq.store;

/** The store's word on the extension of a lease. */
public enum Extended {
  /** The lease runs anew, for the time asked, from the moment the store applied it. */
  EXTENDED,
  /**
   * As {@link #EXTENDED}, and somebody asked for the job to be cancelled: its handler should end
   * soon.
   */
  CANCEL,
  /** The claim is not the job's newest any more, or its job is gone; nothing was changed. */
  LOST
}
