package dev.tandemq.engine.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Payloads as JSON in UTF-8, in an envelope that tells their version:
 *
 * <pre>{"v":2,"data":{"to":"ada@example.org","at":"2026-01-01T00:00:00Z"}}</pre>
 *
 * <p><b>Read.</b> Fields that the class does not have are skipped; those that the data does not
 * have are null, zero or empty unless the class refuses that. A text is no number and the other way
 * round, 1.5 is no integer. Numbers without a declared type are {@code Integer}, {@code Long},
 * {@code BigInteger} or {@code BigDecimal}. What is not exactly one envelope of strict JSON in
 * strict UTF-8 is unreadable.
 *
 * <p><b>Classes.</b> Never chosen or loaded by a name that stands in data: annotations that ask for
 * it, and fields of type {@code Class}, are refused. One of several classes is chosen by
 * {@code @JsonTypeInfo(use = NAME)} over what a sealed type permits, or over {@code @JsonSubTypes}.
 *
 * <p><b>Limits</b>, for writing as for reading: 1 MiB, 100 levels, numbers of 1,000 digits, names
 * of 10,000 characters.
 *
 * <p>Nothing of a payload stands in a message, and the library's exceptions, which quote it, are
 * not kept as causes of unreadable ones.
 */
public final class JacksonPayloadCodec implements PayloadCodec {

  private final Object lock = new Object();

  /** Made with the first typed job: a program without any does not pay for it. */
  private volatile @Nullable PayloadMapper mapper;

  /** A codec; one serves all threads. */
  public JacksonPayloadCodec() {}

  @Override
  public void check(JobType<?> type) {
    var unused = mapper().form(type);
  }

  @Override
  public <T> byte[] write(JobType<T> type, T payload) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(payload, "payload");
    PayloadMapper payloads = mapper();
    PayloadMapper.Form form = payloads.form(type);
    try {
      return Envelope.write(payloads.json(), form.writer(), type.version(), payload);
    } catch (Throwable t) {
      UserError.rethrowIfFatal(t);
      throw new IllegalArgumentException(type + " cannot be written: " + JsonTrouble.reason(t), t);
    }
  }

  @Override
  public <T> T read(JobType<T> type, Job job) {
    if (!job.type().equals(type.name())) {
      throw new IllegalArgumentException(
          job + " is of type " + job.type() + ", not " + type.name());
    }
    PayloadMapper payloads = mapper();
    PayloadMapper.Form form = payloads.form(type);
    try {
      Envelope envelope = Envelope.read(payloads.json(), job.payload());
      return read(type, form, Upcasting.present(payloads.json(), type, envelope));
    } catch (UnreadableException e) {
      throw new CorruptJobException(job + ": " + e.getMessage(), null);
    }
  }

  private static <T> T read(JobType<T> type, PayloadMapper.Form form, JsonNode data)
      throws UnreadableException {
    @Nullable T value;
    try {
      value = form.reader().readValue(data);
    } catch (Throwable t) {
      // The class's own code runs here, and may throw anything.
      UserError.rethrowIfFatal(t);
      throw new UnreadableException(JsonTrouble.reason(t));
    }
    if (value == null) {
      throw new UnreadableException("payload is read as null by the class of " + type);
    }
    return value;
  }

  private PayloadMapper mapper() {
    PayloadMapper made = mapper;
    if (made == null) {
      synchronized (lock) {
        made = mapper;
        if (made == null) {
          made = new PayloadMapper();
          mapper = made;
        }
      }
    }
    return made;
  }
}
