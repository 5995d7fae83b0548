package dev.tandemq.kv.jobs;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The buckets into which one connection puts entries of one queue now, by what they are for. Not
 * safe for concurrent use.
 */
final class Shelf {

  /** Most entries of one bucket: a listing of it stays small. */
  static final int MOST_ENTRIES = 256;

  /** How long a bucket takes entries; after it the order of several producers would suffer. */
  private static final long OPEN_NANOS = 1_000_000_000L;

  /** Many delays have many slices; beyond this the shelf is cleared. */
  private static final int MOST_BUCKETS = 256;

  /**
   * A bucket that takes entries.
   *
   * @param bucket its name
   * @param revision of its marker
   * @param next number of the next entry
   * @param openedAt by the own monotonic clock
   */
  record Open(String bucket, long revision, int next, long openedAt) {}

  private final String incarnation;
  private final Map<String, Open> open = new HashMap<>();
  private long lastNumber;
  private long lastTime;

  Shelf(String incarnation) {
    this.incarnation = incarnation;
  }

  String incarnation() {
    return incarnation;
  }

  /** The bucket that takes such entries now; null when a new one must be made. */
  @Nullable Open find(String group, long now) {
    Open found = open.get(group);
    return found == null || found.next() >= MOST_ENTRIES || now - found.openedAt() >= OPEN_NANOS
        ? null
        : found;
  }

  /** A number that no bucket of this connection had, whatever becomes of the transaction. */
  long nextNumber() {
    return ++lastNumber;
  }

  /** A time that is later than that of every bucket before. */
  long nextTime(long time) {
    lastTime = Math.max(lastTime + 1, time);
    return lastTime;
  }

  void keep(String group, Open bucket) {
    if (open.size() >= MOST_BUCKETS) {
      open.clear();
    }
    open.put(group, bucket);
  }

  /** That bucket takes no more entries of ours. */
  void drop(String bucket) {
    open.values().removeIf(kept -> kept.bucket().equals(bucket));
  }

  /** Nobody knows any more how they stand: new ones are made. */
  void clear() {
    open.clear();
  }
}
