package dev.tandemq.kv.port;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The rules of keys and transactions, checked in the same way by every adapter. */
public final class KvKeys {

  /** Longest key, in characters. */
  public static final int MAX_LENGTH = 1024;

  private KvKeys() {}

  /**
   * Checks a key.
   *
   * @return the key
   * @throws IllegalArgumentException when it is no path of names
   */
  public static String check(String key) {
    Objects.requireNonNull(key, "key");
    if (key.isEmpty() || key.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_LENGTH + " characters, not " + key.length());
    }
    int start = 0;
    for (int i = 0; i <= key.length(); i++) {
      if (i == key.length() || key.charAt(i) == '/') {
        checkName(key, start, i);
        start = i + 1;
      } else if (!isAllowed(key.charAt(i))) {
        throw new IllegalArgumentException("no name in the key " + key + " at " + i);
      }
    }
    return key;
  }

  private static void checkName(String key, int start, int end) {
    int length = end - start;
    boolean dots =
        (length == 1 && key.charAt(start) == '.')
            || (length == 2 && key.charAt(start) == '.' && key.charAt(start + 1) == '.');
    if (length == 0 || dots) {
      throw new IllegalArgumentException("no name in the key " + key + " at " + start);
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  /**
   * Checks a transaction against the limits.
   *
   * @return a copy
   * @throws IllegalArgumentException when a key is none or stands twice, or it is too large
   */
  public static List<Op> check(List<Op> ops, KvLimits limits) {
    List<Op> copy = List.copyOf(ops);
    Set<String> keys = new HashSet<>();
    int cost = 0;
    long bytes = 0;
    for (Op op : copy) {
      if (!keys.add(check(op.key()))) {
        throw new IllegalArgumentException("the key " + op.key() + " stands twice");
      }
      if (op.valueLength() > limits.maxValueBytes()) {
        throw new IllegalArgumentException(
            String.format(
                "the value of %s has %d bytes; the limit is %d",
                op.key(), op.valueLength(), limits.maxValueBytes()));
      }
      cost += limits.cost(op);
      bytes += limits.bytes(op);
    }
    if (cost > limits.maxOps() || bytes > limits.maxBytes()) {
      throw new IllegalArgumentException(
          String.format(
              "the transaction has %d operations and %d bytes; the limits are %d and %d",
              cost, bytes, limits.maxOps(), limits.maxBytes()));
    }
    return copy;
  }
}
