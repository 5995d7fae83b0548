package dev.tandemq.engine.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The fields of a job in JSON, read by their type and no other: nothing is rounded, defaulted or
 * turned into text in silence. What does not fit is an {@link IllegalArgumentException} that names
 * the field.
 */
final class JobFields {

  private final JsonNode object;

  /** Stands before the names in messages. */
  private final String prefix;

  JobFields(JsonNode node) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException("not a JSON object");
    }
    this.object = node;
    this.prefix = "";
  }

  private JobFields(JsonNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** The fields of a field. */
  JobFields object(String name) {
    JsonNode value = present(name);
    if (!value.isObject()) {
      throw unfit(name, value, "an object");
    }
    return new JobFields(value, prefix + name + ".");
  }

  void ifPresent(String name, Consumer<String> use) {
    if (object.has(name)) {
      use.accept(name);
    }
  }

  String text(String name) {
    return text(name, present(name));
  }

  int number(String name) {
    JsonNode value = present(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw unfit(name, value, "a whole number of 32 bits");
    }
    return value.intValue();
  }

  Duration duration(String name) {
    return parsed(name, Duration::parse, "duration");
  }

  Instant instant(String name) {
    return parsed(name, Instant::parse, "instant");
  }

  private <T> T parsed(String name, Function<String, T> parse, String what) {
    try {
      return parse.apply(text(name));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "field " + prefix + name + " is no " + what + " as of ISO 8601", e);
    }
  }

  byte[] bytes(String name) {
    String text = text(name);
    try {
      return object.get(name).binaryValue();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "field " + prefix + name + " holds " + text.length() + " characters that are not base64",
          e);
    }
  }

  /** Keys and values; empty when the field is absent. */
  Map<String, String> labels(String name) {
    if (!object.has(name)) {
      return Map.of();
    }
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : object(name).object.properties()) {
      labels.put(label.getKey(), text(name + "." + label.getKey(), label.getValue()));
    }
    return labels;
  }

  private JsonNode present(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new IllegalArgumentException("field " + prefix + name + " is missing");
    }
    return value;
  }

  private String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw unfit(name, value, "a text");
    }
    return value.textValue();
  }

  private IllegalArgumentException unfit(String name, JsonNode value, String wanted) {
    return new IllegalArgumentException(
        "field " + prefix + name + " is a " + value.getNodeType() + ", not " + wanted);
  }
}
