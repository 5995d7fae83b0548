package dev.tandemq.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work: what to do, how urgent it is, how often and how long it may be tried. Immutable;
 * its state lives in the store. Made by a {@link Builder}, usually by the one that a queue hands
 * out.
 */
public final class Job {

  /** Type of a job that was pushed as bare bytes. */
  public static final String RAW = "raw";

  /** Attempts that a job has unless told otherwise. */
  public static final int DEFAULT_MAX_ATTEMPTS = 3;

  /** Largest number of attempts; with the longest back-off far beyond a human life. */
  public static final int LIMIT_MAX_ATTEMPTS = 1_000_000;

  /** Time that an attempt has unless told otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** Longest delay or timeout; well within what a monotonic clock of 64 bits can count. */
  public static final Duration LIMIT_DURATION = Duration.ofDays(36_500);

  /** Most urgent priority. */
  public static final int MAX_PRIORITY = 32_767;

  /** Least urgent priority. */
  public static final int MIN_PRIORITY = -32_768;

  /** Most tags, and most headers, of one job. */
  public static final int LIMIT_LABELS = 64;

  /** Longest key or value of a tag or a header and longest unique key, in bytes of UTF-8. */
  public static final int LIMIT_LABEL_BYTES = 256;

  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final JobId id;
  private final String queue;
  private final String type;
  private final byte[] payload;
  private final int priority;
  private final int maxAttempts;
  private final Duration timeout;
  private final Duration delay;
  private final Instant createdAt;
  private final Map<String, String> tags;
  private final Map<String, String> headers;
  private final @Nullable String uniqueKey;
  private final @Nullable Backoff backoff;

  private Job(Builder builder, JobId id, String queue, Instant createdAt) {
    this.id = id;
    this.queue = queue;
    this.createdAt = createdAt;
    this.type = builder.type;
    this.payload = builder.payload;
    this.priority = builder.priority;
    this.maxAttempts = builder.maxAttempts;
    this.timeout = builder.timeout;
    this.delay = builder.delay;
    this.tags = builder.tags;
    this.headers = builder.headers;
    this.uniqueKey = builder.uniqueKey;
    this.backoff = builder.backoff;
  }

  /** A builder with the defaults; {@code id}, {@code queue} and {@code createdAt} must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that holds all of this job. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.id = id;
    builder.queue = queue;
    builder.createdAt = createdAt;
    builder.type = type;
    builder.payload = payload;
    builder.priority = priority;
    builder.maxAttempts = maxAttempts;
    builder.timeout = timeout;
    builder.delay = delay;
    builder.tags = tags;
    builder.headers = headers;
    builder.uniqueKey = uniqueKey;
    builder.backoff = backoff;
    return builder;
  }

  /** Its identity, unique over all queues of a store. */
  public JobId id() {
    return id;
  }

  /** The queue that it belongs to. */
  public String queue() {
    return queue;
  }

  /** Stable name of what the payload is; {@value #RAW} for bare bytes. */
  public String type() {
    return type;
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The payload read as UTF-8. */
  public String text() {
    return new String(payload, UTF_8);
  }

  /** Length of the payload in bytes, at no copy. */
  public int payloadSize() {
    return payload.length;
  }

  /** Urgency: higher first, from {@value #MIN_PRIORITY} to {@value #MAX_PRIORITY}, by default 0. */
  public int priority() {
    return priority;
  }

  /** How often it is tried before it is set aside; at least 1. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How long one attempt may take; zero means without limit. */
  public Duration timeout() {
    return timeout;
  }

  /** How long it stays out of sight, counted on a monotonic clock from the moment of the push. */
  public Duration delay() {
    return delay;
  }

  /** When the job was made, by its maker's wall clock; for people. */
  public Instant createdAt() {
    return createdAt;
  }

  /** When it is due by its maker's wall clock; for people. */
  public Instant availableAt() {
    return createdAt.plus(delay);
  }

  /** Labels to find it by, sorted by key. */
  public Map<String, String> tags() {
    return tags;
  }

  /** What travels with it for programs, as a trace context; sorted by key. */
  public Map<String, String> headers() {
    return headers;
  }

  /** While a job with this key lives in the queue, another one with it is not added. */
  public Optional<String> uniqueKey() {
    return Optional.ofNullable(uniqueKey);
  }

  /** When a failed attempt is tried again; empty leaves it to the worker. */
  public Optional<Backoff> backoff() {
    return Optional.ofNullable(backoff);
  }

  /** Whether all fields are equal, the payload byte for byte. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Job job
        && id.equals(job.id)
        && queue.equals(job.queue)
        && type.equals(job.type)
        && Arrays.equals(payload, job.payload)
        && priority == job.priority
        && maxAttempts == job.maxAttempts
        && timeout.equals(job.timeout)
        && delay.equals(job.delay)
        && createdAt.equals(job.createdAt)
        && tags.equals(job.tags)
        && headers.equals(job.headers)
        && Objects.equals(uniqueKey, job.uniqueKey)
        && Objects.equals(backoff, job.backoff);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Queue, id, type and size; never the payload, which may be private. */
  @Override
  public String toString() {
    return "Job[" + queue + "/" + id + " " + type + ", " + payload.length + " bytes]";
  }

  /**
   * Collects the fields of a job. Every setter checks its argument at once and names the field, the
   * value and the limit in an {@link IllegalArgumentException}. Not safe for concurrent use.
   */
  public static final class Builder {

    private @Nullable JobId id;
    private @Nullable String queue;
    private @Nullable Instant createdAt;
    private String type = RAW;
    private byte[] payload = new byte[0];
    private int priority;
    private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Duration delay = Duration.ZERO;
    private Map<String, String> tags = Map.of();
    private Map<String, String> headers = Map.of();
    private @Nullable String uniqueKey;
    private @Nullable Backoff backoff;

    private Builder() {}

    /** Sets the identity; needed to repeat a push whose answer was lost. */
    public Builder id(JobId id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Sets the queue, a name as of {@link Names}. */
    public Builder queue(String queue) {
      this.queue = Names.check("queue", queue);
      return this;
    }

    /** Sets the moment of making. */
    public Builder createdAt(Instant createdAt) {
      Objects.requireNonNull(createdAt, "createdAt");
      if (createdAt.isBefore(EARLIEST) || createdAt.isAfter(LATEST)) {
        throw new IllegalArgumentException(
            "createdAt is " + createdAt + "; it ranges from " + EARLIEST + " to " + LATEST);
      }
      this.createdAt = createdAt;
      return this;
    }

    /** Sets the type, a name as of {@link Names}; by default {@value Job#RAW}. */
    public Builder type(String type) {
      this.type = Names.check("type", type);
      return this;
    }

    /** Sets the payload, by default empty; takes a copy. */
    public Builder payload(byte[] payload) {
      this.payload = Objects.requireNonNull(payload, "payload").clone();
      return this;
    }

    /** Sets the payload to a text in UTF-8. */
    public Builder payload(String text) {
      this.payload = Objects.requireNonNull(text, "payload").getBytes(UTF_8);
      return this;
    }

    /** Sets the priority: higher first, by default 0. */
    public Builder priority(int priority) {
      if (priority < MIN_PRIORITY || priority > MAX_PRIORITY) {
        throw new IllegalArgumentException(
            "priority is " + priority + "; it ranges from " + MIN_PRIORITY + " to " + MAX_PRIORITY);
      }
      this.priority = priority;
      return this;
    }

    /** Sets how often the job is tried, at least 1; by default {@value #DEFAULT_MAX_ATTEMPTS}. */
    public Builder maxAttempts(int maxAttempts) {
      if (maxAttempts < 1 || maxAttempts > LIMIT_MAX_ATTEMPTS) {
        throw new IllegalArgumentException(
            "maxAttempts is " + maxAttempts + "; it ranges from 1 to " + LIMIT_MAX_ATTEMPTS);
      }
      this.maxAttempts = maxAttempts;
      return this;
    }

    /** Sets how long an attempt may take, by default 30 s; zero means without limit. */
    public Builder timeout(Duration timeout) {
      this.timeout = checkDuration("timeout", timeout);
      return this;
    }

    /** Sets how long the job stays out of sight after the push, by default not at all. */
    public Builder delay(Duration delay) {
      this.delay = checkDuration("delay", delay);
      return this;
    }

    /** Adds a tag. */
    public Builder tag(String key, String value) {
      tags = withLabel("tag", tags, key, value);
      return this;
    }

    /** Adds a header. */
    public Builder header(String key, String value) {
      headers = withLabel("header", headers, key, value);
      return this;
    }

    /** Sets the unique key: 1 to {@value #LIMIT_LABEL_BYTES} bytes of UTF-8. */
    public Builder uniqueKey(String uniqueKey) {
      checkBytes("uniqueKey", uniqueKey);
      if (uniqueKey.isEmpty()) {
        throw new IllegalArgumentException("uniqueKey is empty; leave it out instead");
      }
      this.uniqueKey = uniqueKey;
      return this;
    }

    /** Sets when a failed attempt is tried again, before whatever the worker would do. */
    public Builder backoff(Backoff backoff) {
      this.backoff = Objects.requireNonNull(backoff, "backoff");
      return this;
    }

    /**
     * Makes the job.
     *
     * @throws IllegalStateException when id, queue or createdAt was not set
     */
    public Job build() {
      if (id == null || queue == null || createdAt == null) {
        throw new IllegalStateException(
            "a job needs id, queue and createdAt; Queue.newJob() sets all three");
      }
      return new Job(this, id, queue, createdAt);
    }

    private static Duration checkDuration(String field, Duration value) {
      Objects.requireNonNull(value, field);
      if (value.isNegative() || value.compareTo(LIMIT_DURATION) > 0) {
        throw new IllegalArgumentException(
            field
                + " is "
                + value
                + "; it ranges from zero to "
                + LIMIT_DURATION.toDays()
                + " days");
      }
      return value;
    }

    private static Map<String, String> withLabel(
        String kind, Map<String, String> labels, String key, String value) {
      checkBytes(kind + " key", key);
      if (key.isEmpty()) {
        throw new IllegalArgumentException(kind + " key is empty; name the " + kind);
      }
      checkBytes("value of " + kind + " " + printable(key), value);
      Map<String, String> result = new TreeMap<>(labels);
      result.put(key, value);
      if (result.size() > LIMIT_LABELS) {
        throw new IllegalArgumentException(
            "more than " + LIMIT_LABELS + " " + kind + "s; put the rest into the payload");
      }
      return Collections.unmodifiableMap(result);
    }

    /**
     * A key may hold anything, a line break too; a message holds it only if it looks like a name.
     */
    private static String printable(String key) {
      return PLAIN_KEY.matcher(key).matches() ? key : "with another key";
    }

    private static void checkBytes(String field, String value) {
      Objects.requireNonNull(value, field);
      if (!UTF_8.newEncoder().canEncode(value)) {
        throw new IllegalArgumentException(field + " holds half a surrogate pair");
      }
      int bytes = value.getBytes(UTF_8).length;
      if (bytes > LIMIT_LABEL_BYTES) {
        throw new IllegalArgumentException(
            field + " has " + bytes + " bytes; the limit is " + LIMIT_LABEL_BYTES);
      }
    }
  }
}
