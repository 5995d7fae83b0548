package dev.tandemq.store;

/** The store's word on the wish to cancel a job. */
public enum CancelResult {
  /** The job was waiting: it is gone and counted as removed. */
  REMOVED,
  /**
   * The job is claimed: its holder is told with its next extension, and the job does not come back
   * into line, however its claim ends.
   */
  REQUESTED,
  /** The job has FAILED, is gone, or was never there; nothing was changed. */
  NONE
}
