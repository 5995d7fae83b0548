package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the wish to do something to a job.
 *
 * @param id the job
 * @param queue its queue; null when that is not known
 * @param result what was done, as {@code retried}; or {@code unknown} or {@code refused}
 * @param reason why nothing was done, in words; null when something was
 */
public record JobAnswer(JobId id, @Nullable String queue, String result, @Nullable String reason) {

  /** The store does not know the job. */
  public static final String UNKNOWN = "unknown";

  /** The job is not in a state in which that can be done to it. */
  public static final String REFUSED = "refused";

  private static final List<String> HEADINGS = List.of("id", "queue", "result", "reason");

  /** It was done. */
  public static JobAnswer done(JobId id, @Nullable String queue, String result) {
    return new JobAnswer(id, queue, result, null);
  }

  /** There is no such job. */
  public static JobAnswer unknown(JobId id) {
    return new JobAnswer(
        id, null, UNKNOWN, "there is no such job: it is complete, was removed, or never was");
  }

  /** It cannot be done. */
  public static JobAnswer refused(JobId id, String queue, String reason) {
    return new JobAnswer(id, queue, REFUSED, reason);
  }

  /** A table with one row per job, in the order given. */
  public static String table(List<JobAnswer> answers) {
    return Table.of(HEADINGS, answers.stream().map(JobAnswer::row).toList());
  }

  private static List<String> row(JobAnswer answer) {
    return List.of(
        answer.id.toString(),
        Optional.ofNullable(answer.queue).orElse("-"),
        answer.result,
        Optional.ofNullable(answer.reason).orElse("-"));
  }

  /** One answer. */
  public static void write(JsonGenerator json, JobAnswer answer) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", answer.id.toString());
    JsonFields.writeText(json, "queue", answer.queue);
    json.writeStringField("result", answer.result);
    JsonFields.writeText(json, "reason", answer.reason);
    json.writeEndObject();
  }
}
