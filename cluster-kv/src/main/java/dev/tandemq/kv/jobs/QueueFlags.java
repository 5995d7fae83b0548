package dev.tandemq.kv.jobs;

import dev.tandemq.error.CorruptJobException;
import java.nio.charset.StandardCharsets;

/**
 * What stands under the key of a queue.
 *
 * @param paused whether claims give nothing
 * @param bound most jobs, zero for no bound
 * @param createdAt when it got its first job, by the wall clock in milliseconds; zero before
 */
record QueueFlags(boolean paused, long bound, long createdAt) {

  static final QueueFlags NONE = new QueueFlags(false, 0, 0);

  byte[] encode() {
    return String.format("1 %b %d %d", paused, bound, createdAt).getBytes(StandardCharsets.UTF_8);
  }

  static QueueFlags decode(String key, byte[] bytes) {
    String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ", -1);
    try {
      if (words.length < 4 || !words[0].equals("1")) {
        throw new NumberFormatException("another version");
      }
      return new QueueFlags(
          Boolean.parseBoolean(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    } catch (NumberFormatException e) {
      throw new CorruptJobException("no flags of a queue stand under " + key, e);
    }
  }
}
