package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fields that may have no value: they are null then, not absent. */
final class JsonFields {

  private JsonFields() {}

  static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
    if (text == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, text);
    }
  }

  /** A moment by ISO-8601. */
  static void writeMoment(JsonGenerator json, String name, @Nullable Instant moment)
      throws IOException {
    writeText(json, name, moment == null ? null : moment.toString());
  }
}
