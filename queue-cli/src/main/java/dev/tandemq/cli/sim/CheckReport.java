package dev.tandemq.cli.sim;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.history.BadLine;
import dev.tandemq.history.Histories;
import dev.tandemq.history.Verdict;
import dev.tandemq.history.VerdictTable;
import java.io.IOException;
import java.util.Locale;

/**
 * What is said of a history, as text and as JSON.
 *
 * @param findings the checker's
 */
public record CheckReport(Histories.Findings findings) {

  private static final int LONGEST_LINE = 1000;

  /** The table of verdicts, the lines that could not be read, and a line that sums it up. */
  public String text() {
    StringBuilder text = new StringBuilder();
    // Files may hold anything, and examples quote them.
    VerdictTable.of(findings.verdicts()).lines().forEach(line -> append(text, line));
    text.append('\n');
    findings.firstBadLines().forEach(line -> append(text, line.toString()));
    return text.append(
            String.format(
                Locale.ROOT,
                "%,d events, %,d violations, %,d lines that could not be read\n",
                findings.events(),
                findings.violations(),
                findings.badLines()))
        .toString();
  }

  private static void append(StringBuilder text, String line) {
    text.append(Printable.line(line, LONGEST_LINE)).append('\n');
  }

  /** The whole as one object. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("events", findings.events());
    json.writeNumberField("violations", findings.violations());
    json.writeNumberField("badLines", findings.badLines());
    json.writeArrayFieldStart("firstBadLines");
    for (BadLine line : findings.firstBadLines()) {
      json.writeString(line.toString());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("verdicts");
    for (Verdict verdict : findings.verdicts()) {
      write(json, verdict);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** One verdict as one object. */
  public static void write(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", verdict.invariant());
    json.writeStringField("title", verdict.title());
    json.writeNumberField("checked", verdict.checked());
    json.writeNumberField("violations", verdict.violations());
    json.writeStringField("example", verdict.example());
    json.writeEndObject();
  }
}
