package dev.tandemq.job;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Why an attempt failed, in words.
 *
 * @param error the text, cut to {@value #MAX_BYTES} bytes of UTF-8
 */
public record Failure(String error) {

  /** Most that is kept of one error, in bytes of UTF-8. */
  public static final int MAX_BYTES = 2048;

  private static final int MAX_CAUSES = 8;

  /** Cuts the text at the limit, never within a character. */
  public Failure {
    Objects.requireNonNull(error, "error");
    error = cut(error);
  }

  /** The failure that an exception tells: its class and message, then its causes. */
  public static Failure of(Throwable thrown) {
    Objects.requireNonNull(thrown, "thrown");
    StringBuilder text = new StringBuilder(describe(thrown));
    try {
      Throwable cause = thrown.getCause();
      for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
        text.append("; caused by ").append(describe(cause));
        cause = cause.getCause();
      }
    } catch (RuntimeException | Error e) {
      text.append("; its cause cannot be told");
    }
    return new Failure(text.toString());
  }

  /** What the user's exception says of itself, which is the user's code and may fail too. */
  private static String describe(Throwable thrown) {
    try {
      String text = thrown.toString();
      return text == null ? thrown.getClass().getName() : text;
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getName() + " (its message cannot be told)";
    }
  }

  private static String cut(String text) {
    if (text.isEmpty()) {
      return text;
    }
    // By way of bytes also if short: half a surrogate pair would not survive the store.
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(bytes.length, MAX_BYTES);
    while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
