package dev.tandemq.handler;

import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.Optional;

/**
 * What a handler is given for one attempt. Safe for concurrent use; valid until the attempt ends,
 * after that it answers that it is cancelled.
 */
public interface JobContext {

  /** The job. */
  Job job();

  /** The payload read as UTF-8. */
  default String text() {
    return job().text();
  }

  /** Which attempt this is, from 1. */
  int attempt();

  /** Whether no attempt is left after this one. */
  default boolean isLastAttempt() {
    return attempt() >= job().maxAttempts();
  }

  /** How often the job was snoozed since it was last requeued. */
  default int snoozes() {
    return 0;
  }

  /** The claim's token: grows with every claim of this job, so it fences what is written. */
  long token();

  /** Name of the node that does the attempt. */
  String node();

  /** Time left before the attempt times out, zero when it is over; empty without a timeout. */
  Optional<Duration> remaining();

  /**
   * Whether the attempt should end early: its time is up, its claim is lost, its job is cancelled,
   * or the worker stops. Its result may then be ignored.
   */
  boolean isCancelled();

  /**
   * Renews the lease now, beside the worker's own regular renewals. Returns at once; when the claim
   * turns out to be lost {@link #isCancelled} says so soon after.
   */
  void heartbeat();
}
