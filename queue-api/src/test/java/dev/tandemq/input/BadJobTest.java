package dev.tandemq.input;

import static dev.tandemq.input.BadInput.missing;
import static dev.tandemq.input.BadInput.untimely;
import static dev.tandemq.input.BadInput.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job, its id, its type and its names refuse. */
@SuppressWarnings("NullAway") // null is the bad input
class BadJobTest {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final String LONG = "x".repeat(257);
  private static final String NAME_RULE = "A-Z a-z 0-9 . _ -";

  static List<BadInput> rows() {
    return List.of(
        // names
        missing("no name", () -> Names.check("queue", null), "queue"),
        wrong("an empty name", () -> Names.check("queue", ""), "queue", "empty", "1 to 128"),
        wrong("a blank name", () -> Names.check("queue", "  "), "queue", "U+0020", NAME_RULE),
        wrong(
            "a name too long",
            () -> Names.check("queue", "q".repeat(129)),
            "queue",
            "129 characters",
            "at most 128"),
        wrong("one dot", () -> Names.check("node", "."), "node", "\".\"", "not a name"),
        wrong("two dots", () -> Names.check("node", ".."), "node", "\"..\"", "not a name"),
        wrong(
            "a path", () -> Names.check("queue", "../../etc/passwd"), "queue", "U+002F", NAME_RULE),
        wrong("a path of another system", () -> Names.check("queue", "..\\x"), "U+005C", NAME_RULE),
        wrong("a line break", () -> Names.check("queue", "a\nb"), "U+000A", "position 1"),
        wrong("a NUL", () -> Names.check("queue", "a\0"), "queue", "U+0000", "position 1"),
        wrong("text from right to left", () -> Names.check("queue", "\u202egnp"), "U+202E"),
        wrong("an emoji", () -> Names.check("queue", "q\ud83d\ude80"), "U+1F680", "position 1"),
        wrong("half a surrogate pair", () -> Names.check("queue", "\ud83d"), "U+D83D"),
        wrong("a letter with an accent", () -> Names.check("queue", "caf\u00e9"), "U+00E9"),
        wrong("a wildcard", () -> Names.check("queue", "q*"), "U+002A", NAME_RULE),
        wrong("a brace of a cluster slot", () -> Names.check("queue", "{q}"), "U+007B", NAME_RULE),
        // ids
        missing("no id text", () -> JobId.parse(null), "id"),
        wrong("an empty id", () -> JobId.parse(""), "36 characters", "0 characters"),
        wrong("an id cut short", () -> JobId.parse("0191b3c4"), "UUID", "8 characters"),
        wrong("an id of a megabyte", () -> JobId.parse("0".repeat(1 << 20)), "1048576 characters"),
        wrong(
            "an id with a hostile end",
            () -> JobId.parse("0191b3c4-5d6e-7f80-9a1b-2c3d4e5f607\n"),
            "36 characters",
            "as 0191b3c4"),
        // fields of a job
        missing("no id", () -> Job.builder().id(null), "id"),
        missing("no queue", () -> Job.builder().queue(null), "queue"),
        wrong("a bad queue", () -> Job.builder().queue("a/b"), "queue", "U+002F"),
        missing("no type", () -> Job.builder().type(null), "type"),
        wrong("a bad type", () -> Job.builder().type("java.util.Map$Entry"), "type", "U+0024"),
        missing("no payload", () -> Job.builder().payload((byte[]) null), "payload"),
        missing("no text", () -> Job.builder().payload((String) null), "payload"),
        missing("no moment", () -> Job.builder().createdAt(null), "createdAt"),
        wrong(
            "a moment before our era",
            () -> Job.builder().createdAt(Instant.MIN),
            "createdAt",
            "0001-01-01"),
        wrong(
            "a moment too late", () -> Job.builder().createdAt(Instant.MAX), "createdAt", "9999-"),
        wrong(
            "priority too high",
            () -> Job.builder().priority(32_768),
            "priority is 32768",
            "-32768 to 32767"),
        wrong(
            "priority too low",
            () -> Job.builder().priority(Integer.MIN_VALUE),
            "priority is -2147483648",
            "-32768"),
        wrong("no attempt", () -> Job.builder().maxAttempts(0), "maxAttempts is 0", "1 to 1000000"),
        wrong("fewer than none", () -> Job.builder().maxAttempts(-1), "maxAttempts is -1"),
        wrong(
            "attempts without end",
            () -> Job.builder().maxAttempts(Integer.MAX_VALUE),
            "maxAttempts is 2147483647",
            "1000000"),
        missing("no timeout", () -> Job.builder().timeout(null), "timeout"),
        wrong(
            "a negative timeout",
            () -> Job.builder().timeout(Duration.ofNanos(-1)),
            "timeout is PT-0.000000001S",
            "36500 days"),
        wrong(
            "a timeout that overflows",
            () -> Job.builder().timeout(FOREVER),
            "timeout is PT2562047788015215H30M7S",
            "36500 days"),
        missing("no delay", () -> Job.builder().delay(null), "delay"),
        wrong(
            "a negative delay", () -> Job.builder().delay(Duration.ofDays(-1)), "delay is PT-24H"),
        wrong("a delay that overflows", () -> Job.builder().delay(FOREVER), "delay", "36500 days"),
        missing("a tag without key", () -> Job.builder().tag(null, "v"), "tag key"),
        missing("a tag without value", () -> Job.builder().tag("k", null), "value of tag k"),
        wrong("an empty tag key", () -> Job.builder().tag("", "v"), "tag key is empty", "name"),
        wrong("a tag key too long", () -> Job.builder().tag(LONG, "v"), "tag key", "257", "256"),
        wrong(
            "a tag value too long",
            () -> Job.builder().tag("k", LONG),
            "value of tag k",
            "257 bytes",
            "limit is 256"),
        wrong(
            "a tag value too long under a hostile key",
            () -> Job.builder().tag("a\nb\u202e", LONG),
            "value of tag",
            "257 bytes"),
        wrong(
            "a tag too long in bytes only",
            () -> Job.builder().tag("k", "\u00e9".repeat(129)),
            "258 bytes",
            "limit is 256"),
        wrong("a tag with half a character", () -> Job.builder().tag("k", "\ud83d"), "surrogate"),
        wrong("65 tags", () -> labels(false), "more than 64 tags", "into the payload"),
        wrong("65 headers", () -> labels(true), "more than 64 headers", "into the payload"),
        missing("a header without value", () -> Job.builder().header("k", null), "value of header"),
        wrong("a header too long", () -> Job.builder().header("k", LONG), "header k", "257", "256"),
        missing("no unique key", () -> Job.builder().uniqueKey(null), "uniqueKey"),
        wrong(
            "an empty unique key", () -> Job.builder().uniqueKey(""), "uniqueKey", "leave it out"),
        wrong(
            "a unique key too long",
            () -> Job.builder().uniqueKey(LONG),
            "uniqueKey",
            "257",
            "256"),
        missing("no back-off", () -> Job.builder().backoff(null), "backoff"),
        untimely("nothing set", () -> Job.builder().build(), "id, queue and createdAt", "newJob()"),
        // types
        wrong(
            "the type of bare bytes", () -> JobType.of("raw", String.class), "raw", "another name"),
        missing("a type without name", () -> JobType.of(null, String.class), "type"),
        missing("a type without class", () -> JobType.of("t", null), "payloadClass"),
        missing(
            "a version without upcaster",
            () -> JobType.of("t", String.class).next(null),
            "upcaster"),
        // failures
        missing("a failure without text", () -> new Failure(null), "error"),
        missing("a failure of nothing", () -> Failure.of(null), "thrown"));
  }

  private static void labels(boolean areHeaders) {
    Job.Builder job = Job.builder();
    for (int i = 0; i <= Job.LIMIT_LABELS; i++) {
      var unused = areHeaders ? job.header("k" + i, "v") : job.tag("k" + i, "v");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void badInputIsRefusedInWords(BadInput row) {
    row.check();
  }

  @Test
  void noRowWasLost() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
  }
}
