package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.process.CapturedOutput;
import dev.tandemq.cli.process.CommandResult;
import java.io.IOException;
import java.util.Optional;

/** The fields of a job in JSON. */
final class JobJson {

  private JobJson() {}

  /** All that is known of a job, its output too. */
  static void write(JsonGenerator json, FinishedJob job) throws IOException {
    json.writeStartObject();
    writeFate(json, job);
    json.writeNumberField("waitMs", job.waited().toMillis());
    json.writeNumberField("runMs", job.ran().toMillis());
    writeOutput(json, "stdout", job.result().map(CommandResult::stdout));
    writeOutput(json, "stderr", job.result().map(CommandResult::stderr));
    json.writeEndObject();
  }

  /** What the summary tells of a failed job. */
  static void writeFailure(JsonGenerator json, FinishedJob job) throws IOException {
    json.writeStartObject();
    writeFate(json, job);
    json.writeEndObject();
  }

  private static void writeFate(JsonGenerator json, FinishedJob job) throws IOException {
    if (job.job().isPresent()) {
      json.writeStringField("id", job.job().get().id().toString());
    } else {
      json.writeNullField("id");
    }
    json.writeNumberField("line", job.line());
    if (job.job().isPresent()) {
      JsonText.writeBytes(json, "payload", job.job().get().payload());
    } else {
      json.writeNullField("payload");
    }
    json.writeStringField("state", job.isCompleted() ? "completed" : "failed");
    json.writeNumberField("attempts", job.attempts());
    if (job.exitCode().isPresent()) {
      json.writeNumberField("exitCode", job.exitCode().getAsInt());
    } else {
      json.writeNullField("exitCode");
    }
    if (job.error().isPresent()) {
      json.writeStringField("error", job.error().get());
    } else {
      json.writeNullField("error");
    }
  }

  private static void writeOutput(JsonGenerator json, String name, Optional<CapturedOutput> output)
      throws IOException {
    if (output.isPresent()) {
      JsonText.writeBytes(json, name, output.get()::open);
    } else {
      json.writeNullField(name);
    }
  }
}
