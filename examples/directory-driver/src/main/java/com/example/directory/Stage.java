package com.example.directory;

import dev.tandemq.job.JobState;

/** Where a job stands: the states of a job, and the two ways in which it can be gone. */
enum Stage {
  READY,
  DELAYED,
  RESERVED,
  FAILED,
  COMPLETED,
  REMOVED;

  boolean isGone() {
    return this == COMPLETED || this == REMOVED;
  }

  /** Whether the job counts for the size of its queue and holds its unique key. */
  boolean isPending() {
    return this == READY || this == DELAYED || this == RESERVED;
  }

  static Stage of(JobState state) {
    return valueOf(state.name());
  }

  /** The state that users know; of jobs that are not gone. */
  JobState state() {
    return JobState.valueOf(name());
  }
}
