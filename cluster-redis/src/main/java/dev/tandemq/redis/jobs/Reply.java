package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.error.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads what a script answered, one value after the other. Not safe for concurrent use. */
final class Reply {

  private final String script;
  private final List<?> values;
  private int at;

  /**
   * Begins at the first value.
   *
   * @param script for messages
   * @param answer must be a list
   */
  Reply(String script, @Nullable Object answer) {
    this.script = script;
    if (!(answer instanceof List<?> list)) {
      throw unreadable("is no list");
    }
    this.values = list;
  }

  boolean hasNext() {
    return at < values.size();
  }

  private @Nullable Object next() {
    if (!hasNext()) {
      throw unreadable("ends after " + at + " values");
    }
    return values.get(at++);
  }

  long number() {
    if (next() instanceof Long number) {
      return number;
    }
    throw unreadable("has no number at " + (at - 1));
  }

  int count() {
    return Math.toIntExact(number());
  }

  /** Bytes, or null where the script had none. */
  byte @Nullable [] bytesOrNull() {
    Object value = next();
    if (value == null || value instanceof byte[]) {
      return (byte[]) value;
    }
    throw unreadable("has no bytes at " + (at - 1));
  }

  byte[] bytes() {
    byte[] bytes = bytesOrNull();
    if (bytes == null) {
      throw unreadable("has nothing at " + (at - 1));
    }
    return bytes;
  }

  String text() {
    return new String(bytes(), UTF_8);
  }

  /** What the letters say of the items of a batch, one for each. */
  <T> List<T> letters(int expected, IntFunction<T> meaning) {
    String letters = new String(bytes(), ISO_8859_1);
    if (letters.length() != expected) {
      throw unreadable("has " + letters.length() + " letters for " + expected + " items");
    }
    return letters.chars().mapToObj(meaning).toList();
  }

  long digits() {
    String text = text();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw unreadable("has no digits at " + (at - 1));
    }
  }

  Reply list() {
    return new Reply(script, next());
  }

  Duration micros() {
    return Duration.of(number(), ChronoUnit.MICROS);
  }

  Instant instant() {
    return at(number());
  }

  /** The moment of the server's wall clock that so many microseconds since 1970 are. */
  static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private QueueUnavailableException unreadable(String why) {
    return new QueueUnavailableException(
        "the answer of " + script + " " + why + ": the keys were changed by something else", null);
  }
}
