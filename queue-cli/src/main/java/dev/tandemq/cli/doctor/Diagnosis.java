package dev.tandemq.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.cli.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A finding with what was looked at.
 *
 * @param check what was looked at
 * @param finding what was found
 */
public record Diagnosis(Check check, Finding finding) {

  private static final int MOST_CHARACTERS = 2_000;
  private static final List<String> HEADINGS = List.of("check", "result", "found");

  /** A table; what to do stands below what was found. */
  public static String table(List<Diagnosis> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Diagnosis one : all) {
      rows.add(
          List.of(
              one.check.toString(),
              one.finding.verdict().toString(),
              printable(one.finding.found())));
      if (!one.finding.hint().isEmpty()) {
        rows.add(List.of("", "", "-> " + printable(one.finding.hint())));
      }
    }
    return Table.of(HEADINGS, rows);
  }

  /** Drivers and stores have their say in it. */
  private static String printable(String text) {
    return Printable.line(text, MOST_CHARACTERS);
  }

  /** One JSON object; the hint is null when there is nothing to do. */
  public static void write(JsonGenerator json, Diagnosis one) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", one.check.toString());
    json.writeStringField("result", one.finding.verdict().toString());
    json.writeStringField("found", one.finding.found());
    if (one.finding.hint().isEmpty()) {
      json.writeNullField("hint");
    } else {
      json.writeStringField("hint", one.finding.hint());
    }
    json.writeEndObject();
  }
}
