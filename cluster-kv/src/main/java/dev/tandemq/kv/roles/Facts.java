package dev.tandemq.kv.roles;

import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import org.jspecify.annotations.Nullable;

/**
 * What is known when a role decides.
 *
 * @param key what it is about
 * @param found what stands there
 * @param now read after that
 * @param floor the highest token of all that was swept away
 */
record Facts(String key, @Nullable Val found, Reading now, long floor) {

  /** Writes the key, if it still is as it was found. */
  Op write(byte[] value) {
    return found == null
        ? new Op.Create(key, value)
        : new Op.ReplaceIf(key, value, found.revision());
  }
}
