package dev.tandemq.kv.roles;

import dev.tandemq.error.CorruptJobException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link TextWriter} wrote: line by line, and nothing else than that. */
final class TextReader {

  /** The largest of the numbers that only grow. */
  static final long MAX_GROWN = 1L << 62;

  private final List<String> lines;
  private int at;

  private TextReader(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads a whole value.
   *
   * @throws CorruptJobException when it is none of ours; names the key
   */
  static <T> T read(String key, byte[] bytes, Function<TextReader, T> entry) {
    String all = new String(bytes, StandardCharsets.UTF_8);
    TextReader text = new TextReader(Arrays.asList(all.split("\n", -1)));
    try {
      text.version();
      T read = entry.apply(text);
      text.end();
      return read;
    } catch (IllegalArgumentException e) {
      throw corrupt(key, e);
    }
  }

  static CorruptJobException corrupt(String key, @Nullable Exception cause) {
    return new CorruptJobException(
        "what stands under the key "
            + key
            + " cannot be read by this release: another program writes there, or a newer release",
        cause);
  }

  private void version() {
    if (!next().equals(Integer.toString(TextWriter.VERSION))) {
      throw new IllegalArgumentException("this release reads version " + TextWriter.VERSION);
    }
  }

  private String next() {
    if (at >= lines.size()) {
      throw new IllegalArgumentException("cut off after line " + at);
    }
    return lines.get(at++);
  }

  /** Whether the next line has this name. */
  boolean isNext(String name) {
    return at < lines.size() && lines.get(at).startsWith(name + " ");
  }

  /** The text of the next line, which must have this name. */
  String line(String name) {
    String line = next();
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("line " + at + " is no " + name);
    }
    return line.substring(name.length() + 1);
  }

  /** The number of the next line, which must have this name; zero or more. */
  long number(String name) {
    return number(name, line(name));
  }

  /** The number of the next line, which only ever grows. */
  long growing(String name) {
    long number = number(name);
    if (number < 1 || number > MAX_GROWN) {
      throw new IllegalArgumentException(name + " is " + number);
    }
    return number;
  }

  /** A number, written as {@link TextWriter} does; zero or more. */
  static long number(String name, String text) {
    long number = Long.parseLong(text);
    if (number < 0 || !Long.toString(number).equals(text)) {
      throw new IllegalArgumentException(name + " is no number of ours");
    }
    return number;
  }

  private void end() {
    if (at != lines.size() - 1 || !lines.get(at).isEmpty()) {
      throw new IllegalArgumentException("more than expected after line " + at);
    }
  }
}
