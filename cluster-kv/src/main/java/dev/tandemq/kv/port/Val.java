package dev.tandemq.kv.port;

import java.util.Objects;

/**
 * A value as it stands under a key.
 *
 * @param bytes the value; not to be changed by anyone
 * @param revision changes whenever the key is written; says nothing but whether it was. After a key
 *     was deleted and created again a revision may come back.
 */
@SuppressWarnings("ArrayRecordComponent") // made for every read; nobody compares two of them
public record Val(byte[] bytes, long revision) {

  /** Checks that nothing is missing. */
  public Val {
    Objects.requireNonNull(bytes, "bytes");
  }
}
