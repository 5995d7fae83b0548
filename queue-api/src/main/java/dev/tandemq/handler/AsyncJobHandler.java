package dev.tandemq.handler;

import java.util.concurrent.CompletionStage;

/**
 * Does jobs without holding a thread while it waits. What the stage brings means what return and
 * exception mean for a {@link JobHandler}. The stage is cancelled where a thread would be
 * interrupted. A stage that never completes is an attempt that never ends, unless it has a timeout.
 */
@FunctionalInterface
public interface AsyncJobHandler {

  /**
   * Begins one attempt. Must not block.
   *
   * @throws Exception when the attempt could not even begin; the same as a failed stage
   */
  CompletionStage<?> handle(JobContext job) throws Exception;
}
