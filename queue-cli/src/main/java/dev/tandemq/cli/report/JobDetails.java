package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobView;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Everything that a store tells of one job, as JSON; {@link JobSheet} is the same for people. */
public final class JobDetails {

  private JobDetails() {}

  /** One object; the payload is text where it is UTF-8, else in Base64. */
  public static void write(JsonGenerator json, JobView view) throws IOException {
    Job job = view.job();
    json.writeStartObject();
    json.writeStringField("id", job.id().toString());
    json.writeStringField("queue", job.queue());
    json.writeStringField("type", job.type());
    json.writeStringField("state", JobRow.word(view.state()));
    json.writeNumberField("attempts", view.attempts());
    json.writeNumberField("maxAttempts", job.maxAttempts());
    json.writeNumberField("priority", job.priority());
    json.writeNumberField("timeoutMs", job.timeout().toMillis());
    json.writeNumberField("delayMs", job.delay().toMillis());
    json.writeFieldName("backoff");
    if (job.backoff().isPresent()) {
      writeBackoff(json, job.backoff().get());
    } else {
      json.writeNull();
    }
    JsonFields.writeText(json, "uniqueKey", job.uniqueKey().orElse(null));
    writeLabels(json, "tags", job.tags());
    writeLabels(json, "headers", job.headers());
    JsonFields.writeMoment(json, "createdAt", job.createdAt());
    JsonFields.writeMoment(json, "availableAt", view.availableAt());
    JsonFields.writeMoment(json, "reservedAt", view.reservedAt());
    JsonFields.writeMoment(json, "leaseEndsAt", view.leaseUntil());
    JsonFields.writeText(json, "node", view.node());
    json.writeNumberField("token", view.token());
    json.writeBooleanField("cancelRequested", view.isCancelled());
    json.writeNumberField("payloadBytes", job.payloadSize());
    JsonText.writeBytes(json, "payload", job.payload());
    json.writeArrayFieldStart("history");
    for (Attempt attempt : view.history()) {
      writeAttempt(json, attempt);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeBackoff(JsonGenerator json, Backoff backoff) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", backoff.kind().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("baseMs", backoff.base().toMillis());
    json.writeNumberField("capMs", backoff.cap().toMillis());
    json.writeEndObject();
  }

  private static void writeLabels(JsonGenerator json, String name, Map<String, String> labels)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }

  private static void writeAttempt(JsonGenerator json, Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("attempt", attempt.number());
    JsonFields.writeMoment(json, "endedAt", attempt.endedAt());
    json.writeStringField("node", attempt.node());
    json.writeStringField("end", attempt.end());
    json.writeStringField("error", attempt.failure().error());
    json.writeEndObject();
  }
}
