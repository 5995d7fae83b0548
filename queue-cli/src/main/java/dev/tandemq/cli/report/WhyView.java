package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.engine.explain.Explanation;
import java.io.IOException;
import java.util.List;

/** Why a job does not run, in sentences, one line each. */
public final class WhyView {

  private static final int MOST_OF_TEXT = 4_000;

  private WhyView() {}

  /** A line for the job, and one for each reason; what stores and jobs say cannot break them. */
  public static String text(Why why) {
    Explanation explanation = why.explanation();
    StringBuilder text = new StringBuilder();
    String head = new Explanation(explanation.id(), explanation.job(), List.of()).text();
    text.append(Printable.line(head, MOST_OF_TEXT)).append('\n');
    for (Why.Line line : why.lines()) {
      text.append("- ").append(Printable.line(line.text(), MOST_OF_TEXT)).append('\n');
    }
    return text.toString();
  }

  /** One object: the job, and each reason by its kind and in words. */
  public static void write(JsonGenerator json, Why why) throws IOException {
    Explanation explanation = why.explanation();
    json.writeStartObject();
    json.writeStringField("id", explanation.id().toString());
    JsonFields.writeText(
        json, "queue", explanation.job().map(view -> view.job().queue()).orElse(null));
    JsonFields.writeText(
        json, "state", explanation.job().map(view -> JobRow.word(view.state())).orElse(null));
    json.writeArrayFieldStart("reasons");
    for (Why.Line line : why.lines()) {
      json.writeStartObject();
      json.writeStringField("kind", line.kind());
      json.writeStringField("text", line.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
