package dev.tandemq.redis.roles;

import dev.tandemq.error.CorruptJobException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a script of the roles answered: always a list, of numbers and names.
 *
 * @param script for messages
 * @param values what stands in it, one after the other
 */
record Answer(String script, List<?> values) {

  static Answer of(String script, @Nullable Object answer) {
    if (answer instanceof List<?> values) {
      return new Answer(script, values);
    }
    throw corrupt(script, null);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  int size() {
    return values.size();
  }

  /** Whether the script said that it did what it is for. */
  boolean isDone() {
    return number(0) == 1;
  }

  long number(int index) {
    if (values.get(index) instanceof Long number) {
      return number;
    }
    throw corrupt(script, null);
  }

  String text(int index) {
    if (values.get(index) instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    throw corrupt(script, null);
  }

  Duration duration(int index) {
    return Duration.of(number(index), ChronoUnit.MICROS);
  }

  /** A moment of the server's wall clock. */
  Instant instant(int index) {
    return Instant.EPOCH.plus(number(index), ChronoUnit.MICROS);
  }

  /** Reads records that stand one after the other, each of so many values. */
  <T> List<T> records(int width, Function<Answer, T> read) {
    List<T> records = new ArrayList<>();
    for (int from = 0; from < values.size(); from += width) {
      int to = Math.min(from + width, values.size());
      records.add(read.apply(new Answer(script, values.subList(from, to))));
    }
    return records;
  }

  /** Reads it; what makes no sense was written by somebody else. */
  <T> T read(Function<Answer, T> read) {
    try {
      return read.apply(this);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw corrupt(script, e);
    }
  }

  private static CorruptJobException corrupt(String script, @Nullable Exception cause) {
    return new CorruptJobException(
        "what stands under the keys of the roles cannot be read by this release ("
            + script
            + "): another program writes there, or a newer release",
        cause);
  }
}
