package dev.tandemq.handler;

/**
 * Wraps every attempt of a worker: to time it, log it, put a context around it, refuse it. Safe for
 * concurrent use.
 *
 * <pre>{@code
 * worker.use((job, next) -> {
 *   MDC.put("job", job.job().id().toString());
 *   try {
 *     next.handle(job);
 *   } finally {
 *     MDC.remove("job");
 *   }
 * });
 * }</pre>
 */
@FunctionalInterface
public interface JobMiddleware {

  /**
   * Does one attempt, usually by calling the next one exactly once. What it throws, or lets pass,
   * is the attempt's outcome; if it returns without calling the next one the job is complete.
   *
   * @param next the middleware after this one, at last the handler
   * @throws Exception when the attempt failed
   */
  void handle(JobContext job, JobHandler next) throws Exception;
}
