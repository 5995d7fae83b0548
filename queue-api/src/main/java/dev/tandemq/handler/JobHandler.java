package dev.tandemq.handler;

/**
 * Does jobs. Called on a worker's thread, by several at the same time; may block. It may run more
 * than once for a job, so its effect must bear repetition; {@link JobContext#token()} lets what it
 * writes to refuse the stale ones.
 *
 * <p>It returns: the job is complete. It throws: the attempt failed and the retry policy decides.
 * It throws a {@link JobSignal}: snooze, discard or bury. It is interrupted when its time is up (30
 * s unless the job says otherwise), its claim is lost, its job is cancelled or its worker stops,
 * and should then end soon.
 */
@FunctionalInterface
public interface JobHandler {

  /**
   * Does one attempt.
   *
   * @throws Exception when the attempt failed
   */
  void handle(JobContext job) throws Exception;
}
