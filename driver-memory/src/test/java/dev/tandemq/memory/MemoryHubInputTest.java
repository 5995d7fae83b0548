package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.IDLE;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Lock;
import dev.tandemq.cluster.Member;
import dev.tandemq.job.Job;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Misuse of a hub: refused by the call itself, in words, with nothing done, on a cut link too. */
@SuppressWarnings("NullAway") // null is the bad input
class MemoryHubInputTest {

  private static final Member MEMBER = new Member(ADA, 1);
  private static final Lock LOCK = new Lock("l", ADA, 1);
  private static final Duration TOO_LONG = Job.LIMIT_DURATION.plusNanos(1);
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final String LONG_NAME = "n".repeat(129);

  private final MemoryHub hub = new MemoryHub(new StillContext());
  private final Cluster cluster = hub.connect("link");

  /** One row of the table. */
  record Row(
      String what, Consumer<Cluster> call, Class<? extends Throwable> error, List<String> parts) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Row wrong(String what, Consumer<Cluster> call, String... parts) {
    return new Row(what, call, IllegalArgumentException.class, List.of(parts));
  }

  private static Row missing(String what, Consumer<Cluster> call, String field) {
    return new Row(what, call, NullPointerException.class, List.of(field));
  }

  static List<Row> rows() {
    return List.of(
        missing("join of null", c -> c.membership().join(null, IDLE, TTL), "node"),
        missing("join without state", c -> c.membership().join(ADA, null, TTL), "state"),
        missing("join without time", c -> c.membership().join(ADA, IDLE, null), "timeToLive"),
        wrong("join for no time", c -> c.membership().join(ADA, IDLE, Duration.ZERO), "PT0S"),
        wrong(
            "join for a negative time",
            c -> c.membership().join(ADA, IDLE, Duration.ofNanos(-1)),
            "timeToLive is PT-0.000000001S",
            "more than zero"),
        wrong(
            "join for too long",
            c -> c.membership().join(ADA, IDLE, TOO_LONG),
            "timeToLive is PT876000H0.000000001S",
            "at most 36500 days"),
        wrong("join for ever", c -> c.membership().join(ADA, IDLE, FOREVER), "36500 days"),
        missing("renew of null", c -> c.membership().renew(null, IDLE), "member"),
        missing("renew without state", c -> c.membership().renew(MEMBER, null), "state"),
        missing("leave of null", c -> c.membership().leave(null), "member"),
        missing("lead by null", c -> c.election().tryLead(null, TTL, 0), "candidate"),
        missing("lead without time", c -> c.election().tryLead(ADA, null, 0), "timeToLive"),
        wrong("lead for no time", c -> c.election().tryLead(ADA, Duration.ZERO, 0), "timeToLive"),
        wrong("lead above -1", c -> c.election().tryLead(ADA, TTL, -1), "above is -1", "zero"),
        wrong(
            "lead above all terms",
            c -> c.election().tryLead(ADA, TTL, Long.MAX_VALUE),
            "above is 9223372036854775807",
            "at most 4611686018427387904"),
        missing("resign of null", c -> c.election().resign(null, 1), "leader"),
        wrong("resign of term 0", c -> c.election().resign(ADA, 0), "term is 0", "at least 1"),
        missing("lock without name", c -> c.locks().tryLock(null, ADA, TTL), "lock"),
        wrong("lock with an empty name", c -> c.locks().tryLock("", ADA, TTL), "lock is empty"),
        wrong("lock with a long name", c -> c.locks().tryLock(LONG_NAME, ADA, TTL), "lock has 129"),
        wrong("lock with a bad name", c -> c.locks().tryLock("a/b", ADA, TTL), "U+002F"),
        missing("lock without owner", c -> c.locks().tryLock("l", null, TTL), "owner"),
        missing("lock without time", c -> c.locks().tryLock("l", ADA, null), "timeToLive"),
        wrong("lock for too long", c -> c.locks().tryLock("l", ADA, TOO_LONG), "36500 days"),
        missing("extend of null", c -> c.locks().extend(null, TTL), "lock"),
        missing("extend without time", c -> c.locks().extend(LOCK, null), "timeToLive"),
        wrong("extend for no time", c -> c.locks().extend(LOCK, Duration.ZERO), "more than zero"),
        missing("unlock of null", c -> c.locks().unlock(null), "lock"),
        missing("send without topic", c -> c.broadcast().send(null, new byte[0]), "topic"),
        wrong("send to a bad topic", c -> c.broadcast().send("a b", new byte[0]), "U+0020"),
        missing("send of null", c -> c.broadcast().send("t", null), "message"),
        wrong(
            "send of too much",
            c -> c.broadcast().send("t", new byte[Broadcast.MAX_MESSAGE_BYTES + 1]),
            "message has 4097 bytes",
            "limit is 4096"),
        missing("listen without topic", c -> c.broadcast().listen(null, word -> {}), "topic"),
        wrong("listen to a bad topic", c -> c.broadcast().listen("", word -> {}), "topic is empty"),
        missing("listen with nobody", c -> c.broadcast().listen("t", null), "listener"),
        missing("ready hints for nobody", c -> c.jobs().onReady("q", null), "hint"),
        missing("room hints for nobody", c -> c.jobs().onRoom("q", null), "hint"),
        wrong("ready hints of a bad queue", c -> c.jobs().onReady("a b", () -> {}), "queue"),
        wrong("room hints of a bad queue", c -> c.jobs().onRoom("a b", () -> {}), "queue"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void misuseIsRefusedByTheCallItself(Row row) {
    assertRefused(row);
    hub.cut("link");
    assertRefused(row);
    hub.mend("link");

    assertThat(now(cluster.membership().nodes())).isEmpty();
    assertThat(now(cluster.election().leader())).isEmpty();
    assertThat(now(cluster.locks().locks())).isEmpty();
    assertThat(now(cluster.jobs().queues())).isEmpty();
  }

  private void assertRefused(Row row) {
    assertThatThrownBy(() -> row.call().accept(cluster))
        .isExactlyInstanceOf(row.error())
        .satisfies(e -> assertThat(row.parts()).allMatch(part -> String.valueOf(e).contains(part)));
  }

  @Test
  void theHubItselfRefusesWhatIsNoName() {
    assertThatThrownBy(() -> new MemoryHub(null)).hasMessage("context");
    assertThatThrownBy(() -> hub.connect(null)).hasMessage("link");
    assertThatThrownBy(() -> hub.connect("a b")).hasMessageContaining("link holds the character");
    assertThatThrownBy(() -> hub.cut("")).hasMessageContaining("link is empty");
    assertThatThrownBy(() -> hub.mend("..")).hasMessageContaining("link is \"..\"");
    assertThatThrownBy(() -> hub.expire(null)).hasMessage("node");
  }

  @Test
  void whatIsJustAllowedIs() {
    assertThatCode(
            () -> {
              now(cluster.membership().join(ADA, IDLE, Job.LIMIT_DURATION));
              now(cluster.election().tryLead(ADA, Duration.ofNanos(1), 1L << 62));
              now(cluster.locks().tryLock("n".repeat(128), ADA, Job.LIMIT_DURATION));
              now(cluster.broadcast().send("t", new byte[Broadcast.MAX_MESSAGE_BYTES]));
            })
        .doesNotThrowAnyException();
    assertThat(now(cluster.election().leader()).orElseThrow().term()).isEqualTo((1L << 62) + 1);
  }
}
