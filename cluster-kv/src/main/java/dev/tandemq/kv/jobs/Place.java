package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a job stands that nobody holds: an entry in a bucket. The names say all that a claim needs
 * to know, so that one look at a folder is enough.
 *
 * @param kind what the bucket is of
 * @param bucket its name; buckets sort in the order in which their jobs are due to be taken
 * @param entry the name of the entry in it; entries sort as well
 */
record Place(Kind kind, String bucket, String entry) {

  /** What a bucket is of. */
  enum Kind {
    READY("r"),
    DELAYED("d"),
    FAILED("x");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }

    String folder() {
      return folder;
    }
  }

  private static final HexFormat HEX = HexFormat.of();

  /** The priorities, highest first, as four digits. */
  private static String priority(int priority) {
    return HEX.toHexDigits((short) (Short.MAX_VALUE - priority));
  }

  /** A bucket of ready jobs of one priority that joined the line from this time on. */
  static String readyBucket(int priority, long time, String incarnation, long number) {
    return priority(priority) + HEX.toHexDigits(time) + "." + incarnation + "." + number;
  }

  /** A bucket of delayed jobs that are due from this time on, for as long as the slice is wide. */
  static String delayedBucket(long start, String incarnation, long number) {
    return HEX.toHexDigits(start) + "." + incarnation + "." + number;
  }

  /** A bucket of failed jobs, from this time on. */
  static String failedBucket(long time, String incarnation, long number) {
    return HEX.toHexDigits(time) + "." + incarnation + "." + number;
  }

  /** An entry: what it is sorted by, then the job and its newest token. */
  static String entry(long order, int number, JobId id, long token) {
    return HEX.toHexDigits(order)
        + "."
        + HEX.toHexDigits((short) number)
        + "."
        + id
        + "."
        + Long.toHexString(token);
  }

  /** The time in the name of a bucket. */
  long bucketTime() {
    int start = kind == Kind.READY ? 4 : 0;
    return HexFormat.fromHexDigitsToLong(bucket, start, start + 16);
  }

  /** What the entry is sorted by: when it is due, or when it failed. */
  long order() {
    return HexFormat.fromHexDigitsToLong(entry, 0, 16);
  }

  /** Its number in the bucket. */
  int number() {
    return HexFormat.fromHexDigits(entry, 17, 21);
  }

  /** The job. */
  JobId id() {
    return JobId.parse(entry.substring(22, 58));
  }

  /** Its newest token. */
  long token() {
    return HexFormat.fromHexDigitsToLong(entry, 59, entry.length());
  }

  /** The priority in the name of a bucket of ready jobs. */
  static int priorityOf(String bucket) {
    return Short.MAX_VALUE - HexFormat.fromHexDigits(bucket, 0, 4);
  }

  /** Whether a name can be that of an entry; others are foreign, and passed over. */
  static boolean isEntry(String name) {
    return name.length() > 59
        && name.charAt(16) == '.'
        && name.charAt(21) == '.'
        && name.charAt(58) == '.'
        && name.length() <= 75;
  }

  /** Those of a list of names that can be entries of this bucket. */
  static List<Place> entries(Kind kind, String bucket, List<String> names) {
    return names.stream()
        .filter(Place::isEntry)
        .map(name -> new Place(kind, bucket, name))
        .toList();
  }
}
