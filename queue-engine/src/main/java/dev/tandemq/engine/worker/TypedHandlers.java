package dev.tandemq.engine.worker;

import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.handler.TypedJobHandler;
import dev.tandemq.job.JobType;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chooses the handler by the job's type. A job of a type that nobody handles, or whose payload
 * cannot be read, is set aside with the reason: no second attempt would find it otherwise.
 */
final class TypedHandlers implements JobHandler {

  private final Map<String, JobHandler> handlers;
  private final Optional<JobHandler> otherwise;

  /**
   * Handlers by the name of their type.
   *
   * @param otherwise takes all jobs of other types
   */
  TypedHandlers(Map<String, JobHandler> handlers, Optional<JobHandler> otherwise) {
    this.handlers = Collections.unmodifiableMap(new TreeMap<>(handlers));
    this.otherwise = otherwise;
  }

  /** The handler of one type as one of all. */
  static <T> JobHandler reading(
      PayloadCodec payloads, JobType<T> type, TypedJobHandler<T> handler) {
    return job -> handler.handle(read(payloads, type, job), job);
  }

  private static <T> T read(PayloadCodec payloads, JobType<T> type, JobContext job) {
    try {
      return payloads.read(type, job.job());
    } catch (CorruptJobException e) {
      throw JobSignal.bury(String.valueOf(e.getMessage()));
    }
  }

  /** Names of the types that have a handler; empty when all jobs are handled. */
  Set<String> types() {
    return otherwise.isPresent() ? Set.of() : handlers.keySet();
  }

  @Override
  public void handle(JobContext job) throws Exception {
    JobHandler handler = handlers.get(job.job().type());
    if (handler == null) {
      handler = otherwise.orElseThrow(() -> unknown(job.job().type()));
    }
    handler.handle(job);
  }

  private JobSignal unknown(String type) {
    return JobSignal.bury(
        "no handler for type " + type + "; this worker handles " + handlers.keySet());
  }
}
