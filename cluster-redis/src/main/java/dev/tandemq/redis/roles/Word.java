package dev.tandemq.redis.roles;

import dev.tandemq.job.Names;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One word as it travels: the length of the topic in one byte, the topic, the message. A word
 * without a topic is a knock, which only proves that words come through.
 */
final class Word {

  private final String topic;
  private final byte[] message;

  /**
   * A word.
   *
   * @param topic a name, or empty for a knock
   * @param message not copied
   */
  Word(String topic, byte[] message) {
    this.topic = topic;
    this.message = message;
  }

  static Word knock(byte[] own) {
    return new Word("", own);
  }

  String topic() {
    return topic;
  }

  /** Not a copy. */
  byte[] message() {
    return message;
  }

  boolean isKnock() {
    return topic.isEmpty();
  }

  byte[] toBytes() {
    byte[] name = topic.getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = new byte[1 + name.length + message.length];
    bytes[0] = (byte) name.length;
    System.arraycopy(name, 0, bytes, 1, name.length);
    System.arraycopy(message, 0, bytes, 1 + name.length, message.length);
    return bytes;
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException when it was not written here
   */
  static Word of(byte[] bytes) {
    int length = bytes.length == 0 ? -1 : bytes[0] & 0xff;
    if (length < 0 || length > Names.MAX_LENGTH || bytes.length <= length) {
      throw new IllegalArgumentException("these " + bytes.length + " bytes are no word");
    }
    String topic = new String(bytes, 1, length, StandardCharsets.US_ASCII);
    if (length > 0) {
      Names.check("topic", topic);
    }
    return new Word(topic, Arrays.copyOfRange(bytes, 1 + length, bytes.length));
  }
}
