package dev.tandemq.event;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that happened in this process, told after the store's word on it. Events are for eyes
 * and gauges: they may be dropped when a listener is slow, and nothing may depend on them.
 */
public sealed interface QueueEvent {

  /** When, by the wall clock of this process. */
  Instant at();

  /** Something happened to a job. */
  sealed interface JobEvent extends QueueEvent {

    /** Name of its queue. */
    String queue();

    /** Its id. */
    JobId id();
  }

  /** Something came of a push by this process. */
  sealed interface PushEvent extends JobEvent {

    /** The job as it was pushed. */
    Job job();

    @Override
    default String queue() {
      return job().queue();
    }

    @Override
    default JobId id() {
      return job().id();
    }
  }

  /** A job was pushed and stored. */
  record Pushed(Instant at, Job job) implements PushEvent {}

  /** A push was answered with its twin: the job that has the same id or the same unique key. */
  record Duplicated(Instant at, Job job, JobId twin) implements PushEvent {}

  /** A push was refused: the queue is at its bound. */
  record Refused(Instant at, Job job) implements PushEvent {}

  /** Something happened to a claim that this process holds or held. */
  sealed interface ClaimEvent extends JobEvent {

    /** The claim. */
    Claim claim();

    @Override
    default String queue() {
      return claim().job().queue();
    }

    @Override
    default JobId id() {
      return claim().job().id();
    }
  }

  /** A handler was called. */
  record Started(Instant at, Claim claim) implements ClaimEvent {}

  /** The job is complete. */
  record Completed(Instant at, Claim claim, Duration ran) implements ClaimEvent {}

  /** An attempt failed, and the job is tried again after the delay. */
  record Retried(Instant at, Claim claim, Duration ran, Duration delay, Failure failure)
      implements ClaimEvent {}

  /** The job was set aside: it was buried, or its last attempt failed. */
  record Failed(Instant at, Claim claim, Duration ran, Failure failure) implements ClaimEvent {}

  /** The job was put off without spending the attempt. */
  record Snoozed(Instant at, Claim claim, Duration delay) implements ClaimEvent {}

  /** The job was given back unspent by a worker that stops. */
  record HandedBack(Instant at, Claim claim) implements ClaimEvent {}

  /** The job was dropped: its handler did not want it any more, or it was cancelled. */
  record Discarded(Instant at, Claim claim) implements ClaimEvent {}

  /** The store refused a settlement: the job is in other hands, or gone. */
  record Lost(Instant at, Claim claim) implements ClaimEvent {}

  /** A handler that ignored its interrupt, sent for this reason, was given up. */
  record Abandoned(Instant at, Claim claim, String reason) implements ClaimEvent {}

  /** A handler came back so late after it had been given up; its result is dropped. */
  record CameBack(Instant at, Claim claim, Duration late) implements ClaimEvent {}

  /**
   * This process cancelled a job: one that waited is gone; of one that ran, what became of its
   * claim is told by its worker.
   */
  record Cancelled(Instant at, JobId id, boolean wasRunning) implements QueueEvent {}

  /** Something happened to a worker of this process. */
  sealed interface WorkerEvent extends QueueEvent {

    /** Name of its node. */
    String node();
  }

  /** A worker began to claim. */
  record WorkerStarted(Instant at, String node) implements WorkerEvent {}

  /** A worker was told to claim nothing for a while. */
  record WorkerPaused(Instant at, String node) implements WorkerEvent {}

  /** A worker claims again. */
  record WorkerResumed(Instant at, String node) implements WorkerEvent {}

  /** A worker has come to rest for good. */
  record WorkerStopped(Instant at, String node) implements WorkerEvent {}

  /** Something was done to a whole queue by this process. */
  sealed interface WholeQueueEvent extends QueueEvent {

    /** Name of the queue. */
    String queue();
  }

  /** The queue was paused for everybody. */
  record QueuePaused(Instant at, String queue) implements WholeQueueEvent {}

  /** The pause of the queue was ended. */
  record QueueResumed(Instant at, String queue) implements WholeQueueEvent {}

  /** So many failed jobs of the queue were brought back into line. */
  record FailedRetried(Instant at, String queue, int jobs) implements WholeQueueEvent {}

  /** So many failed jobs of the queue were forgotten. */
  record FailedForgotten(Instant at, String queue, int jobs) implements WholeQueueEvent {}

  /** The queue was cleared. */
  record QueueCleared(Instant at, String queue, int removed) implements WholeQueueEvent {}
}
