package dev.tandemq.handler;

/**
 * Does jobs of one type; everything else as {@link JobHandler} says.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface TypedJobHandler<T> {

  /**
   * Does one attempt.
   *
   * @param payload what was pushed
   * @param job the job and its attempt
   * @throws Exception when the attempt failed
   */
  void handle(T payload, JobContext job) throws Exception;
}
