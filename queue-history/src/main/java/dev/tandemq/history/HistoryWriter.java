package dev.tandemq.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Writes a history as JSON lines in UTF-8: one object for each event, its fields in the order of
 * {@link HistoryEvent}, and those that are empty or zero left out. Equal events give equal bytes.
 *
 * <p>Confined to one thread, or guarded by the caller. Lines are kept in a buffer until {@link
 * #flush} or {@link #close}; a process that may die flushes after what must not be forgotten.
 */
public final class HistoryWriter implements Consumer<HistoryEvent>, AutoCloseable {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  /**
   * A writer to a stream.
   *
   * @param out is closed with the writer
   * @throws UncheckedIOException when the stream refuses
   */
  public HistoryWriter(OutputStream out) {
    try {
      json = FACTORY.createGenerator(Objects.requireNonNull(out, "out"));
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes one line.
   *
   * @throws UncheckedIOException when the stream refuses
   */
  @Override
  public void accept(HistoryEvent event) {
    try {
      json.writeStartObject();
      json.writeNumberField("at", event.at());
      text("node", event.node());
      text("incarnation", event.incarnation());
      json.writeStringField("op", event.op().name());
      json.writeStringField("phase", event.phase().name());
      number("call", event.call());
      text("job", event.job());
      text("queue", event.queue());
      number("token", event.token());
      number("attempt", event.attempt());
      number("term", event.term());
      text("arrow", event.arrow());
      text("result", event.result());
      text("error", event.error());
      text("name", event.name());
      number("hash", event.hash());
      number("delayNanos", event.delayNanos());
      number("leaseNanos", event.leaseNanos());
      number("priority", event.priority());
      number("maxAttempts", event.maxAttempts());
      number("count", event.count());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void number(String name, long value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  /**
   * Hands all lines to the stream and flushes it.
   *
   * @throws UncheckedIOException when the stream refuses
   */
  public void flush() {
    try {
      json.enable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.flush();
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Flushes and closes the stream.
   *
   * @throws UncheckedIOException when the stream refuses
   */
  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
