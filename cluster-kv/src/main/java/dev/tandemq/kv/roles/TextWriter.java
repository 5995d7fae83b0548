package dev.tandemq.kv.roles;

import java.nio.charset.StandardCharsets;

/** Writes a value as lines for people to read: a version, then one name and its text on each. */
final class TextWriter {

  /** The version of all values of the roles. */
  static final int VERSION = 1;

  private final StringBuilder text = new StringBuilder().append(VERSION).append('\n');

  TextWriter line(String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
    return this;
  }

  TextWriter number(String name, long value) {
    return line(name, Long.toString(value));
  }

  byte[] toBytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
