package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.retry.Backoff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs as JSON, keys sorted, so that people can read what a store holds. Version 1:
 *
 * <pre>{"backoff":{"base":"PT1S","cap":"PT5M","kind":"exponential"},
 * "createdAt":"2026-01-01T00:00:00Z","delay":"PT0S","id":"...","maxAttempts":3,"payload":"base64",
 * "priority":0,"queue":"mail","tags":{"k":"v"},"timeout":"PT30S","type":"raw","v":1}
 * </pre>
 *
 * <p>Absent fields have their default, unknown ones are skipped, so that either side of a rolling
 * upgrade reads the other.
 */
public final class JacksonJobCodec implements JobCodec {

  /** The version that is written, and the newest that is read. */
  public static final int VERSION = 1;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING = 256 << 20;

  private final ObjectMapper mapper;

  /** A codec; one serves all threads. */
  public JacksonJobCodec() {
    JsonFactory factory =
        JsonFactory.builder()
            // A payload that is no job must not stand in the message that says so.
            .errorReportConfiguration(
                ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(0)
                    .maxRawContentLength(0)
                    .build())
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();
    this.mapper =
        new ObjectMapper(factory)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Override
  public byte[] encode(Job job) {
    byte[] payload = job.payload();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + payload.length * 4 / 3);
    try (JsonGenerator json = mapper.createGenerator(bytes)) {
      json.writeStartObject();
      if (job.backoff().isPresent()) {
        writeBackoff(json, job.backoff().get());
      }
      json.writeStringField("createdAt", job.createdAt().toString());
      json.writeStringField("delay", job.delay().toString());
      writeLabels(json, "headers", job.headers());
      json.writeStringField("id", job.id().toString());
      json.writeNumberField("maxAttempts", job.maxAttempts());
      json.writeBinaryField("payload", payload);
      json.writeNumberField("priority", job.priority());
      json.writeStringField("queue", job.queue());
      writeLabels(json, "tags", job.tags());
      json.writeStringField("timeout", job.timeout().toString());
      json.writeStringField("type", job.type());
      if (job.uniqueKey().isPresent()) {
        json.writeStringField("uniqueKey", job.uniqueKey().get());
      }
      json.writeNumberField("v", VERSION);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void writeBackoff(JsonGenerator json, Backoff backoff) throws IOException {
    json.writeObjectFieldStart("backoff");
    json.writeStringField("base", backoff.base().toString());
    json.writeStringField("cap", backoff.cap().toString());
    json.writeStringField("kind", name(backoff.kind()));
    json.writeEndObject();
  }

  /** The name that stored jobs have, whatever the constant is called. */
  private static String name(Backoff.Kind kind) {
    return switch (kind) {
      case EXPONENTIAL -> "exponential";
      case FIXED -> "fixed";
      case NONE -> "none";
    };
  }

  private static void writeLabels(JsonGenerator json, String name, Map<String, String> labels)
      throws IOException {
    if (labels.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }

  @Override
  public Job decode(byte[] bytes) {
    try {
      return read(new JobFields(mapper.readTree(bytes)));
    } catch (JsonProcessingException e) {
      throw corrupt(bytes, e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw corrupt(bytes, String.valueOf(e.getMessage()), e);
    }
  }

  private static Job read(JobFields fields) {
    int version = fields.number("v");
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException(
          "version " + version + ", this release reads 1 to " + VERSION);
    }
    Job.Builder job =
        Job.builder()
            .id(JobId.parse(fields.text("id")))
            .queue(fields.text("queue"))
            .createdAt(fields.instant("createdAt"))
            .payload(fields.bytes("payload"));
    fields.ifPresent("type", name -> job.type(fields.text(name)));
    fields.ifPresent("priority", name -> job.priority(fields.number(name)));
    fields.ifPresent("maxAttempts", name -> job.maxAttempts(fields.number(name)));
    fields.ifPresent("delay", name -> job.delay(fields.duration(name)));
    fields.ifPresent("timeout", name -> job.timeout(fields.duration(name)));
    fields.ifPresent("uniqueKey", name -> job.uniqueKey(fields.text(name)));
    fields.ifPresent("backoff", name -> job.backoff(backoff(fields.object(name))));
    fields.labels("tags").forEach(job::tag);
    fields.labels("headers").forEach(job::header);
    return job.build();
  }

  private static Backoff backoff(JobFields fields) {
    String kind = fields.text("kind");
    return new Backoff(
        Arrays.stream(Backoff.Kind.values())
            .filter(known -> name(known).equals(kind))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("field backoff.kind is none that is known")),
        fields.duration("base"),
        fields.duration("cap"));
  }

  private static CorruptJobException corrupt(byte[] bytes, String why, @Nullable Throwable cause) {
    return new CorruptJobException(
        "these " + bytes.length + " bytes are not a job of this release: " + why, cause);
  }
}
