package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.job.JobType;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Brings data of an older version to the present one, step by step. */
final class Upcasting {

  private static final TypeReference<Map<String, @Nullable Object>> FIELDS =
      new TypeReference<>() {};

  private Upcasting() {}

  /**
   * The data in the form of the type's present version.
   *
   * @throws UnreadableException when the version is out of the type's range, or a step fails
   */
  static JsonNode present(ObjectMapper json, JobType<?> type, Envelope envelope)
      throws UnreadableException {
    int version = envelope.version();
    if (version == type.version()) {
      return envelope.data();
    }
    if (version > type.version()) {
      throw new UnreadableException(
          String.format(
              "payload is version %d, this program knows up to %d: update it first",
              version, type.version()));
    }
    if (version < type.oldestVersion()) {
      throw new UnreadableException(
          String.format(
              "payload is version %d, this program knows %d to %d and has no upcaster from it",
              version, type.oldestVersion(), type.version()));
    }
    if (!envelope.data().isObject()) {
      throw new UnreadableException(
          String.format(
              "payload is version %d and a JSON %s: upcasters are for objects",
              version, envelope.data().getNodeType()));
    }
    return upcast(json, type, version, envelope.data());
  }

  private static JsonNode upcast(ObjectMapper json, JobType<?> type, int from, JsonNode data)
      throws UnreadableException {
    try {
      Map<String, @Nullable Object> fields = json.convertValue(data, FIELDS);
      for (int version = from; version < type.version(); version++) {
        fields = step(type, version, fields);
      }
      return json.valueToTree(fields);
    } catch (RuntimeException | Error e) {
      UserError.rethrowIfFatal(e);
      throw new UnreadableException(
          "what the upcasters made of the payload is no JSON: " + JsonTrouble.place(e));
    }
  }

  /** One version up. The user's code: whatever it throws is the payload's fault. */
  private static Map<String, @Nullable Object> step(
      JobType<?> type, int version, Map<String, @Nullable Object> fields)
      throws UnreadableException {
    UnaryOperator<Map<String, @Nullable Object>> upcaster = type.upcaster(version).orElseThrow();
    String name = "upcaster from version " + version + " of type " + type.name();
    @Nullable Map<String, @Nullable Object> result;
    try {
      result = upcaster.apply(fields);
    } catch (Throwable t) {
      UserError.rethrowIfFatal(t);
      throw new UnreadableException(name + " failed with " + JsonTrouble.place(t));
    }
    if (result == null) {
      throw new UnreadableException(name + " returned null");
    }
    return result;
  }
}
