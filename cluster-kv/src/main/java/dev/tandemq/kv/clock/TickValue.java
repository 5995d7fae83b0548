package dev.tandemq.kv.clock;

import dev.tandemq.error.QueueUnavailableException;
import java.nio.charset.StandardCharsets;

/**
 * What stands under the key of the clock.
 *
 * @param nanos the time when it was written
 */
record TickValue(long nanos) {

  byte[] encode() {
    return Long.toString(nanos).getBytes(StandardCharsets.UTF_8);
  }

  static TickValue decode(String key, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      return new TickValue(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new QueueUnavailableException(
          "under the key " + key + " is no time of a cluster: somebody else writes there", e);
    }
  }
}
