package com.example.directory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a job stands: exactly what the name of its file says. Immutable: a step makes the next
 * entry out of this one, and renames the file. Moments are in nanoseconds of the store's clock.
 *
 * @param born what never changes
 * @param stage where it stands
 * @param place its place in line, grows with every step to a tail
 * @param when when it is due, its lease ends, or it failed, by its stage
 * @param since when it became ready
 * @param hold its latest claim
 * @param tally what has happened to it
 */
record Entry(Born born, Stage stage, long place, long when, long since, Hold hold, Tally tally) {

  private static final String NO_KEY = "0";
  private static final int FIELDS = 20;

  /**
   * What never changes about a job in its queue.
   *
   * @param putAt when it was put
   * @param key a digest of its unique key
   */
  record Born(
      String queue, JobId id, int priority, int maxAttempts, long putAt, Optional<String> key) {}

  /**
   * The latest claim.
   *
   * @param token 0 before the first claim
   * @param node number of who claimed, see {@link Nodes}
   */
  record Hold(long token, int node, long at, boolean isCancelled) {}

  /**
   * What has happened to the job. The first two begin anew with a requeue; the others only grow,
   * for they are the job's part of its queue's counters.
   */
  record Tally(int attempts, int snoozes, long retries, long retried, long snoozed, long rescued) {}

  static Entry of(Job job, long place, long now) {
    Born born =
        new Born(
            job.queue(),
            job.id(),
            job.priority(),
            job.maxAttempts(),
            now,
            job.uniqueKey().map(Entry::digest));
    Entry entry =
        new Entry(
            born,
            Stage.READY,
            place,
            0,
            now,
            new Hold(0, 0, 0, false),
            new Tally(0, 0, 0, 0, 0, 0));
    return job.delay().isZero() ? entry : entry.delayed(place, now + job.delay().toNanos());
  }

  /**
   * A key may be longer than a name and hold any character; 128 bits of it do not meet by chance.
   */
  static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  // ---- the next entry

  Entry ready(long newPlace, long newSince) {
    return new Entry(born, Stage.READY, newPlace, 0, newSince, hold, tally);
  }

  Entry delayed(long newPlace, long due) {
    return new Entry(born, Stage.DELAYED, newPlace, due, due, hold, tally);
  }

  Entry reserved(Hold by, long leaseEnd) {
    return new Entry(born, Stage.RESERVED, place, leaseEnd, since, by, tally);
  }

  Entry failed(long now) {
    return new Entry(born, Stage.FAILED, place, now, since, uncancelled(), tally);
  }

  Entry gone(Stage how) {
    return new Entry(born, how, place, when, since, hold, tally);
  }

  Entry extended(long leaseEnd) {
    return reserved(hold, leaseEnd);
  }

  Entry cancelled() {
    return reserved(new Hold(hold.token, hold.node, hold.at, true), when);
  }

  Entry with(Tally newTally) {
    return new Entry(born, stage, place, when, since, hold, newTally);
  }

  private Hold uncancelled() {
    return new Hold(hold.token, hold.node, hold.at, false);
  }

  boolean isHeldUnder(long token) {
    return stage == Stage.RESERVED && hold.token == token;
  }

  // ---- the name of the file

  /**
   * State, priority and place come first, so that a sorted listing shows the ready jobs in the
   * order of their claims. At most 240 characters; file systems allow 255.
   */
  String fileName() {
    return String.join(
        "-",
        stage.name().toLowerCase(Locale.ROOT),
        HexFormat.of().toHexDigits(Job.MAX_PRIORITY - born.priority, 4),
        HexFormat.of().toHexDigits(place, 12),
        HexFormat.of().toHexDigits(born.id.high()) + HexFormat.of().toHexDigits(born.id.low()),
        text(when),
        text(since),
        text(hold.token),
        text(hold.node),
        text(hold.at),
        hold.isCancelled ? "1" : "0",
        text(tally.attempts),
        text(tally.snoozes),
        text(tally.retries),
        text(tally.retried),
        text(tally.snoozed),
        text(tally.rescued),
        text(born.maxAttempts),
        text(born.putAt),
        born.key.orElse(NO_KEY),
        "v1");
  }

  private static String text(long number) {
    return Long.toString(number, Character.MAX_RADIX);
  }

  /** The entry that a name tells; empty when the file is none of ours. */
  static Optional<Entry> parse(String queue, String name) {
    String[] fields = name.split("-", -1);
    if (fields.length != FIELDS || !fields[FIELDS - 1].equals("v1")) {
      return Optional.empty();
    }
    try {
      Born born =
          new Born(
              queue,
              new JobId(
                  HexFormat.fromHexDigitsToLong(fields[3], 0, 16),
                  HexFormat.fromHexDigitsToLong(fields[3], 16, 32)),
              Job.MAX_PRIORITY - HexFormat.fromHexDigits(fields[1]),
              Math.toIntExact(number(fields[16])),
              number(fields[17]),
              Optional.of(fields[18]).filter(key -> !key.equals(NO_KEY)));
      Hold hold =
          new Hold(
              number(fields[6]),
              Math.toIntExact(number(fields[7])),
              number(fields[8]),
              fields[9].equals("1"));
      Tally tally =
          new Tally(
              Math.toIntExact(number(fields[10])),
              Math.toIntExact(number(fields[11])),
              number(fields[12]),
              number(fields[13]),
              number(fields[14]),
              number(fields[15]));
      Entry entry =
          new Entry(
              born,
              Stage.valueOf(fields[0].toUpperCase(Locale.ROOT)),
              HexFormat.fromHexDigitsToLong(fields[2]),
              number(fields[4]),
              number(fields[5]),
              hold,
              tally);
      // A name that reads the same but is written otherwise could not be renamed by what it says.
      return entry.fileName().equals(name) ? Optional.of(entry) : Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static long number(String text) {
    return Long.parseLong(text, Character.MAX_RADIX);
  }
}
