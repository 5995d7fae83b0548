package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.process.CommandResult;
import dev.tandemq.engine.metrics.Percentiles;
import java.io.IOException;

/**
 * The summary as one JSON object on standard output, and nothing else there. What commands wrote to
 * standard error still goes there.
 */
public final class JsonReport implements RunReport {

  private final Console console;

  /** Makes a report to a console. */
  public JsonReport(Console console) {
    this.console = console;
  }

  @Override
  public void finished(FinishedJob job) throws IOException {
    if (job.result().isPresent()) {
      CommandResult result = job.result().get();
      console.printErrors(result.stderr());
    }
  }

  @Override
  public void summary(Summary summary) throws IOException {
    console.print(JsonText.line(json -> write(json, summary)));
  }

  private static void write(JsonGenerator json, Summary summary) throws IOException {
    json.writeStartObject();
    json.writeNumberField("jobs", summary.jobs());
    json.writeNumberField("completed", summary.completed());
    json.writeNumberField("failed", summary.failed());
    json.writeNumberField("retried", summary.retried());
    json.writeNumberField("retries", summary.retries());
    json.writeNumberField("notRun", summary.notRun());
    json.writeNumberField("waitingForRetry", summary.waitingForRetry());
    json.writeBooleanField("inputLeft", summary.isInputLeft());
    json.writeNumberField("haltedAfter", summary.haltedAfter());
    json.writeNumberField("emptyLines", summary.emptyLines());
    json.writeNumberField("elapsedMs", summary.elapsed().toMillis());
    json.writeNumberField("jobsPerSecond", Math.round(summary.jobsPerSecond() * 10) / 10.0);
    writeQuantiles(json, "waitMs", summary.waits());
    writeQuantiles(json, "runMs", summary.runs());
    json.writeArrayFieldStart("failedJobs");
    for (FinishedJob job : summary.failures()) {
      JobJson.writeFailure(json, job);
    }
    json.writeEndArray();
    json.writeNumberField("failedJobsOmitted", summary.failuresOmitted());
    json.writeEndObject();
  }

  private static void writeQuantiles(JsonGenerator json, String name, Percentiles values)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("p50", values.at(50).toMillis());
    json.writeNumberField("p99", values.at(99).toMillis());
    json.writeEndObject();
  }
}
