package dev.tandemq.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.backend.TcpProxy;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What is said of calls whose connection breaks: "not sent" only of what did not reach the server,
 * and at once. Alone, since it looks at the clock.
 */
@Isolated
final class BrokenConnectionsTest {

  /** Long: what comes back long before it did not wait for it. */
  private static final Duration CALL_TIME = Duration.ofSeconds(40);

  private static final int ROUNDS = 60;
  private static final int CALLS = 12;

  /** Adds one to a number of its own, so that whoever looks knows which calls were applied. */
  private static final Script MARK =
      new Script("test/mark", "return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)");

  private static final Script MARKED =
      new Script("test/marked", "return redis.call('HGET', KEYS[1], ARGV[1])");

  private final Links links = new Links();

  @AfterEach
  void end() {
    links.close();
  }

  private RedisLink through(TcpProxy proxy) {
    return links.open(
        "redis://127.0.0.1:" + proxy.port() + "/0", "call-timeout=" + CALL_TIME.toSeconds() + "s");
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void callsUnderWayAreUnknownAsSoonAsTheirConnectionBreaks() throws IOException {
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", RedisServer.shared().port());
        RedisLink link = through(proxy)) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      proxy.cutAtAnswer();
      long start = System.nanoTime();
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the connection broke before the answer came")
          .hasNoCause();
      assertThat(since(start)).isLessThan(CALL_TIME.dividedBy(2));
    }
  }

  @Test
  void callsUnderWayAreUnknownAsSoonAsTheServerIsKilled() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url(), "call-timeout=40s")) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      redis.pause();
      List<CompletionStage<@Nullable Object>> calls = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        calls.add(link.run(Links.COUNT, List.of(link.key("n")), List.of()));
      }
      long start = System.nanoTime();
      redis.kill();
      for (CompletionStage<@Nullable Object> call : calls) {
        assertThatThrownBy(() -> Links.answer(call)).isInstanceOf(QueueException.class);
      }
      assertThat(since(start)).isLessThan(CALL_TIME.dividedBy(2));
    }
  }

  @Test
  void whoWaitsForAConnectionThatBreaksWhileItIsMadeHasSentNothing() throws IOException {
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", RedisServer.shared().port());
        RedisLink link = through(proxy)) {
      // The greeting of each new connection is sent, and never answered.
      proxy.cutAtAnswer();
      proxy.cut();
      long start = System.nanoTime();
      // The first ones may meet the connections that were there before.
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> Links.ask(link, Links.COUNT)).isInstanceOf(QueueException.class);
      }
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
            .isInstanceOf(QueueUnavailableException.class)
            .hasMessageContaining("nothing was changed");
      }
      assertThat(since(start)).isLessThan(CALL_TIME.dividedBy(2));
    }
  }

  /**
   * Many calls of all sizes share connections that are cut while they are on their way. A call that
   * is said to be not sent is not there, one that was answered is there once, any other once or not
   * at all.
   */
  @Test
  void whatWasSentIsNeverSaidToBeNotSent() throws Exception {
    Random random = new Random(20261123);
    int answered = 0;
    int notSent = 0;
    int unknownAndThere = 0;
    int unknownAndNot = 0;
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", RedisServer.shared().port());
        RedisLink direct = links.open(RedisServer.shared().url());
        RedisLink link = through(proxy)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<CompletionStage<@Nullable Object>> calls = new ArrayList<>();
        int cutAt = random.nextInt(CALLS);
        for (int i = 0; i < CALLS; i++) {
          byte[] size = new byte[1 << random.nextInt(21)];
          calls.add(
              link.run(MARK, List.of(link.key("marks")), List.of(bytes(round + "-" + i), size)));
          if (i == cutAt) {
            breakSomehow(proxy, random);
          }
        }
        proxy.cut();
        proxy.heal();
        for (int i = 0; i < CALLS; i++) {
          Class<?> said = whatIsSaid(calls.get(i));
          long there = marked(direct, round + "-" + i);
          if (said == Void.class) {
            assertThat(there).as("call %d of round %d was answered", i, round).isOne();
            answered++;
          } else if (said == QueueUnavailableException.class) {
            assertThat(there).as("call %d of round %d was not sent", i, round).isZero();
            notSent++;
          } else {
            assertThat(said).isEqualTo(OutcomeUnknownException.class);
            assertThat(there).isBetween(0L, 1L);
            unknownAndThere += (int) there;
            unknownAndNot += 1 - (int) there;
          }
        }
      }
    }
    System.out.printf(
        "%d calls on connections that broke: %d answered, %d not sent, %d unknown and applied,"
            + " %d unknown and not%n",
        ROUNDS * CALLS, answered, notSent, unknownAndThere, unknownAndNot);
    assertThat(List.of(answered, unknownAndThere)).as("each kind was met").doesNotContain(0);
  }

  private static void breakSomehow(TcpProxy proxy, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> proxy.cut();
      case 1 -> proxy.cutAtAnswer();
      default -> proxy.oneWay();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Void for an answer, else the type of the failure. */
  private static Class<?> whatIsSaid(CompletionStage<@Nullable Object> call) {
    try {
      Links.answer(call);
      return Void.class;
    } catch (QueueException e) {
      return e.getClass();
    }
  }

  private static long marked(RedisLink link, String mark) {
    byte[] found =
        (byte[]) Links.answer(link.run(MARKED, List.of(link.key("marks")), List.of(bytes(mark))));
    return found == null ? 0 : Long.parseLong(new String(found, UTF_8));
  }
}
