package dev.tandemq.history;

/** Says in one number whether two payloads or messages are the same: FNV-1a, 64 bits. */
final class ContentHash {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private ContentHash() {}

  static long of(byte[] content) {
    long hash = OFFSET;
    for (byte one : content) {
      hash = (hash ^ (one & 0xff)) * PRIME;
    }
    return hash;
  }
}
