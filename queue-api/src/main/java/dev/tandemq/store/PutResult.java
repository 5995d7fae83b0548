package dev.tandemq.store;

import dev.tandemq.job.JobId;

/** The store's word on one pushed job. */
public sealed interface PutResult {

  /** The job that now stands in the store: the one that was pushed, or the one that was there. */
  JobId id();

  /**
   * The job was stored.
   *
   * @param id its id
   */
  record Added(JobId id) implements PutResult {}

  /**
   * The store had it already, by its id or its unique key; nothing was changed.
   *
   * @param id id of the job that was there
   */
  record Duplicate(JobId id) implements PutResult {}

  /**
   * The queue is at its bound, or another job of an atomic batch did not fit into its own; nothing
   * was stored or counted.
   *
   * @param id the job that was refused
   */
  record Full(JobId id) implements PutResult {}
}
