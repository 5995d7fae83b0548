package dev.tandemq.kv.roles;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How a word of a topic is written: its key tells when it was sent, its value is the message. */
final class Word {

  private static final byte[] HEAD =
      (TextWriter.VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS = 16;

  private Word() {}

  /**
   * A name that no other word has; names are in the order of their times.
   *
   * @param time nanoseconds of the cluster's time, zero or more
   */
  static String name(long time, RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(time) + "." + hex.toHexDigits(random.nextLong());
  }

  /** When the word with this name was sent; empty when it is the name of none. */
  static Optional<Long> time(String name) {
    if (name.length() != DIGITS + 1 + DIGITS || name.charAt(DIGITS) != '.') {
      return Optional.empty();
    }
    try {
      HexFormat.fromHexDigitsToLong(name, DIGITS + 1, name.length());
      long time = HexFormat.fromHexDigitsToLong(name, 0, DIGITS);
      return time < 0 ? Optional.empty() : Optional.of(time);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static byte[] toBytes(byte[] message) {
    byte[] bytes = Arrays.copyOf(HEAD, HEAD.length + message.length);
    System.arraycopy(message, 0, bytes, HEAD.length, message.length);
    return bytes;
  }

  /**
   * The message.
   *
   * @throws dev.tandemq.error.CorruptJobException when it was not written here; names the key
   */
  static byte[] message(String key, byte[] bytes) {
    if (bytes.length < HEAD.length || !Arrays.equals(HEAD, Arrays.copyOf(bytes, HEAD.length))) {
      throw TextReader.corrupt(key, null);
    }
    return Arrays.copyOfRange(bytes, HEAD.length, bytes.length);
  }
}
