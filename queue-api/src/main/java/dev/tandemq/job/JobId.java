package dev.tandemq.job;

import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Identity of a job: a UUID, by default of version 7, so that ids sort by the time they were made.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record JobId(long high, long low) implements Comparable<JobId> {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_62 = 0x3fff_ffff_ffff_ffffL;

  /** A fresh id of version 7: 48 bits of milliseconds since 1970, 74 bits of chance. */
  public static JobId create(long epochMillis, RandomGenerator random) {
    long high = (epochMillis << 16) | VERSION_7 | (random.nextLong() & 0xfff);
    return new JobId(high, VARIANT | (random.nextLong() & RANDOM_62));
  }

  /**
   * Reads an id in the usual form, as {@code 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071}. A UUID of any
   * version is accepted.
   *
   * @throws IllegalArgumentException when the text is not a UUID of 36 characters
   */
  public static JobId parse(String text) {
    Objects.requireNonNull(text, "id");
    // The JDK's own parser takes signs, odd groups and digits of other scripts.
    if (FORM.matcher(text).matches()) {
      UUID uuid = UUID.fromString(text);
      return new JobId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }
    throw new IllegalArgumentException(
        "a job id is a UUID of 36 characters, as 0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071; got "
            + text.length()
            + " characters that are none");
  }

  /** Order by unsigned value: for version 7 the order in which the ids were made. */
  @Override
  public int compareTo(JobId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The usual form of 36 characters, in lower case. */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
