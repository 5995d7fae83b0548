package dev.tandemq.history;

import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobMiddleware;
import java.util.Objects;

/**
 * Writes down when handlers of a real worker begin and end: {@code START} and {@code END}, the
 * latter with {@code result} RETURNED or THREW and the class of what was thrown as {@code error}.
 * When the attempt was cancelled by then, for whatever reason, {@code name} of the {@code END} says
 * CANCELLED.
 *
 * <pre>{@code
 * worker.use(new RecordingMiddleware(recorder));
 * }</pre>
 *
 * <p>Put first, so that what other middleware does is inside. Safe for concurrent use.
 */
public final class RecordingMiddleware implements JobMiddleware {

  private final HistoryRecorder recorder;

  /**
   * A middleware that tells of handlers.
   *
   * @param recorder writes the events; of the node whose worker it is
   */
  public RecordingMiddleware(HistoryRecorder recorder) {
    this.recorder = Objects.requireNonNull(recorder, "recorder");
  }

  @Override
  public void handle(JobContext job, JobHandler next) throws Exception {
    recorder.write(about(job, Op.START).hash(ContentHash.of(job.job().payload())));
    String result = "RETURNED";
    String error = "";
    try {
      next.handle(job);
    } catch (Throwable e) {
      result = "THREW";
      error = e.getClass().getSimpleName();
      throw e;
    } finally {
      recorder.write(
          about(job, Op.END)
              .result(result)
              .name(job.isCancelled() ? "CANCELLED" : "")
              .error(error));
    }
  }

  private HistoryEvent.Builder about(JobContext job, Op op) {
    return recorder
        .event(op, Phase.OK)
        .job(job.job().id().toString())
        .queue(job.job().queue())
        .token(job.token())
        .attempt(job.attempt());
  }
}
