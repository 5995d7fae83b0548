package dev.tandemq.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history from JSON lines, one event at a time. Fields that are not known are passed over,
 * and so are empty lines. A line that is broken, or of a kind that is not known, is reported and
 * passed over. Confined to one thread.
 */
public final class HistoryReader implements AutoCloseable {

  /** Longest line; nothing that {@link HistoryWriter} writes comes near. */
  static final int MAX_LINE = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();
  private static final Map<String, Op> OPS =
      Arrays.stream(Op.values()).collect(Collectors.toMap(Op::name, op -> op));
  private static final Map<String, Phase> PHASES =
      Arrays.stream(Phase.values()).collect(Collectors.toMap(Phase::name, phase -> phase));
  private static final int SHARED_WORDS = 10_000;

  private final InputStream in;
  private final String source;
  private final Consumer<BadLine> bad;
  private final Map<String, String> words = new HashMap<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final byte[] buffer = new byte[1 << 16];
  private int begin;
  private int end;
  private long number;
  private boolean atEnd;

  /**
   * A reader of a stream.
   *
   * @param in is closed with the reader
   * @param source what to call it in reports
   * @param bad is told of lines that cannot be used
   */
  public HistoryReader(InputStream in, String source, Consumer<BadLine> bad) {
    this.in = Objects.requireNonNull(in, "in");
    this.source = Objects.requireNonNull(source, "source");
    this.bad = Objects.requireNonNull(bad, "bad");
  }

  /**
   * The next event; null when there is none.
   *
   * @throws IOException when the stream cannot be read
   */
  public @Nullable HistoryEvent next() throws IOException {
    while (!atEnd) {
      boolean isWhole = readLine();
      if (isBlank()) {
        continue;
      }
      if (line.size() > MAX_LINE) {
        report("longer than " + MAX_LINE + " bytes", false);
        continue;
      }
      try {
        return parse(line.toByteArray());
      } catch (JsonProcessingException e) {
        broken(e.getOriginalMessage(), isWhole);
      } catch (IOException | BadField e) {
        // Bytes in memory were read: what is wrong is their content.
        broken("" + e.getMessage(), isWhole);
      }
    }
    return null;
  }

  /** Number of the line that was read last, from 1. */
  public long line() {
    return number;
  }

  private void broken(String problem, boolean isWhole) {
    report(isWhole ? problem : "cut off: " + problem, !isWhole);
  }

  private void report(String problem, boolean isCut) {
    bad.accept(new BadLine(source, number, problem, isCut));
  }

  /** Whether the line has nothing but perhaps half of a line's end of another system. */
  private boolean isBlank() {
    return line.size() == 0 || (line.size() == 1 && line.toByteArray()[0] == '\r');
  }

  /** Whether the line had an end. */
  private boolean readLine() throws IOException {
    line.reset();
    number++;
    while (true) {
      if (begin == end) {
        begin = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          atEnd = true;
          return false;
        }
      }
      int stop = begin;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      if (line.size() <= MAX_LINE) {
        line.write(buffer, begin, stop - begin);
      }
      boolean isWhole = stop < end;
      begin = isWhole ? stop + 1 : end;
      if (isWhole) {
        return true;
      }
    }
  }

  private HistoryEvent parse(byte[] bytes) throws IOException, BadField {
    try (JsonParser json = FACTORY.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new BadField("not a JSON object");
      }
      HistoryEvent event = new Fields(json).read();
      if (json.nextToken() != null) {
        throw new BadField("more than one JSON object");
      }
      return event;
    }
  }

  /** A field that cannot be used. */
  private static final class BadField extends Exception {
    private static final long serialVersionUID = 1L;

    private BadField(String message) {
      super(message);
    }
  }

  /** The fields of one line, as they come. */
  private final class Fields {

    private final JsonParser json;
    private @Nullable Long at;
    private String node = "";
    private String incarnation = "";
    private String op = "";
    private String phase = "";
    private final HistoryEvent.Builder rest = HistoryEvent.at(0, "", "", Op.HEAL, Phase.OK);

    private Fields(JsonParser json) {
      this.json = json;
    }

    private HistoryEvent read() throws IOException, BadField {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        field(name);
      }
      Long moment = at;
      if (moment == null) {
        throw new BadField("has no at");
      }
      Op what = OPS.get(op);
      if (what == null) {
        throw new BadField(op.isEmpty() ? "has no op" : "op is " + op + ", which is not known");
      }
      Phase how = PHASES.get(phase);
      if (how == null) {
        throw new BadField(
            phase.isEmpty() ? "has no phase" : "phase is " + phase + ", which is not known");
      }
      return rest.head(moment, node, incarnation, what, how).build();
    }

    private void field(String name) throws IOException, BadField {
      switch (name) {
        case "at" -> at = number(name, Long.MIN_VALUE, Long.MAX_VALUE);
        case "node" -> node = word(name);
        case "incarnation" -> incarnation = word(name);
        case "op" -> op = word(name);
        case "phase" -> phase = word(name);
        case "call" -> rest.call(number(name, Long.MIN_VALUE, Long.MAX_VALUE));
        case "job" -> rest.job(text(name));
        case "queue" -> rest.queue(word(name));
        case "token" -> rest.token(number(name, Long.MIN_VALUE, Long.MAX_VALUE));
        case "attempt" -> rest.attempt(small(name));
        case "term" -> rest.term(number(name, Long.MIN_VALUE, Long.MAX_VALUE));
        case "arrow" -> rest.arrow(word(name));
        case "result" -> rest.result(word(name));
        case "error" -> rest.error(text(name));
        case "name" -> rest.name(word(name));
        case "hash" -> rest.hash(number(name, Long.MIN_VALUE, Long.MAX_VALUE));
        case "delayNanos" -> rest.delayNanos(number(name, 0, Long.MAX_VALUE));
        case "leaseNanos" -> rest.leaseNanos(number(name, 0, Long.MAX_VALUE));
        case "priority" -> rest.priority(small(name));
        case "maxAttempts" -> rest.maxAttempts(small(name));
        case "count" -> rest.count(number(name, Long.MIN_VALUE, Long.MAX_VALUE));
        default -> json.skipChildren();
      }
    }

    private String text(String name) throws IOException, BadField {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new BadField(name + " is no text");
      }
      return json.getText();
    }

    /** A text that comes again and again. */
    private String word(String name) throws IOException, BadField {
      String text = text(name);
      String known = words.get(text);
      if (known != null) {
        return known;
      }
      if (words.size() < SHARED_WORDS) {
        words.put(text, text);
      }
      return text;
    }

    private int small(String name) throws IOException, BadField {
      return (int) number(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private long number(String name, long least, long most) throws IOException, BadField {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new BadField(name + " is no whole number");
      }
      long value;
      try {
        value = json.getLongValue();
      } catch (StreamReadException e) {
        throw new BadField(name + " is out of range");
      }
      if (value < least || value > most) {
        throw new BadField(String.format(Locale.ROOT, "%s is %d, out of range", name, value));
      }
      return value;
    }
  }

  /**
   * Closes the stream.
   *
   * @throws IOException when the stream refuses
   */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
