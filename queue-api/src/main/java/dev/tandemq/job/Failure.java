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

  /** Cuts the text at the limit, never within a character. */
  public Failure {
    Objects.requireNonNull(error, "error");
    error = cut(error);
  }

  /** The failure that an exception tells: its class and message, then its causes. */
  public static Failure of(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.toString());
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < 8; depth++) {
      text.append("; caused by ").append(cause);
      cause = cause.getCause();
    }
    return new Failure(text.toString());
  }

  private static String cut(String text) {
    if (text.length() * 3L <= MAX_BYTES) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      return text;
    }
    int end = MAX_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
