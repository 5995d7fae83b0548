package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.engine.explain.Explanation;
import dev.tandemq.engine.explain.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Why a job does not run, in sentences, one line each. */
public final class WhyView {

  private static final int MOST_OF_TEXT = 4_000;

  private WhyView() {}

  /** A line for the job, and one for each reason; what stores and jobs say cannot break them. */
  public static String text(Explanation explanation) {
    StringBuilder text = new StringBuilder();
    String head = new Explanation(explanation.id(), explanation.job(), List.of()).text();
    text.append(Printable.line(head, MOST_OF_TEXT)).append('\n');
    for (Reason reason : explanation.reasons()) {
      text.append("- ").append(Printable.line(reason.text(), MOST_OF_TEXT)).append('\n');
    }
    return text.toString();
  }

  /** One object: the job, and each reason by its kind and in words. */
  public static void write(JsonGenerator json, Explanation explanation) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", explanation.id().toString());
    JsonFields.writeText(
        json, "queue", explanation.job().map(view -> view.job().queue()).orElse(null));
    JsonFields.writeText(
        json, "state", explanation.job().map(view -> JobRow.word(view.state())).orElse(null));
    json.writeArrayFieldStart("reasons");
    for (Reason reason : explanation.reasons()) {
      json.writeStartObject();
      json.writeStringField("kind", kind(reason));
      json.writeStringField("text", reason.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String kind(Reason reason) {
    String name = reason.getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
