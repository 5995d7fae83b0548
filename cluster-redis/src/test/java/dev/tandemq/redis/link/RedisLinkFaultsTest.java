package dev.tandemq.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.backend.TcpProxy;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.store.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, since it counts threads and what is logged. */
@Isolated
final class RedisLinkFaultsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Links links = new Links();

  @AfterEach
  void end() {
    links.close();
  }

  /** For what has no event to wait for. */
  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean works(RedisLink link) {
    try {
      Links.ask(link, Links.READ);
      return true;
    } catch (QueueException e) {
      return false;
    }
  }

  @Test
  void answersAreOfFewTypes() {
    try (RedisLink link = links.open(RedisServer.shared().url())) {
      assertThat(Links.ask(link, new Script("x", "return 5"))).isEqualTo(5L);
      assertThat(Links.ask(link, new Script("x", "return false"))).isNull();
      assertThat((byte[]) Links.ask(link, new Script("x", "return ARGV[1]"), "Ä")).hasSize(2);
      assertThat(Links.ask(link, new Script("x", "return {1, {2, 3}}")))
          .isEqualTo(List.of(1L, List.of(2L, 3L)));
      assertThat(Links.ask(link, new Script("x", "return {}"))).isEqualTo(List.of());
    }
  }

  @Test
  void lostAnswerIsUnknownAndNothingIsSentAgain() throws InterruptedException {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url(), "call-timeout=300ms")) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      redis.pause();
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining(
              "test/count: no answer in time; it may or may not have been applied");
      redis.unpause();
      await("works again", () -> works(link));
      // The one that was sent was applied late, and it was one.
      assertThat(Links.ask(link, Links.READ)).isEqualTo(2L);
      assertThat(redis.exec("INFO", "commandstats")).contains("cmdstat_incr:calls=2,");
    }
  }

  @Test
  void answerThatIsSwallowedOnTheWayIsUnknownAndNothingIsSentAgain()
      throws IOException, InterruptedException {
    RedisServer redis = RedisServer.shared();
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", redis.port());
        RedisLink direct = links.open(redis.url());
        RedisLink link =
            links.open("redis://127.0.0.1:" + proxy.port() + "/0", "call-timeout=300ms")) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      for (long i = 2; i < 12; i++) {
        if (i % 2 == 0) {
          proxy.dropAnswers();
        } else {
          proxy.cutAtAnswer();
        }
        assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
            .isInstanceOf(OutcomeUnknownException.class);
        assertThat(Links.ask(direct, Links.READ)).isEqualTo(i);
        proxy.heal();
        await("works again", () -> works(link));
        assertThat(Links.ask(direct, Links.READ)).isEqualTo(i);
      }
    }
  }

  @Test
  void killedServerIsFoundAgainAndListenedTo() throws Exception {
    try (RedisServer redis = RedisServer.startDurable();
        RedisLink link = links.open(redis.url(), "call-timeout=1s")) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      try (Subscription words = link.listen("words", word -> heard.add(new String(word, UTF_8)))) {
        assertThat(words).isNotNull();
        await("heard before", () -> hears(link, heard));
        List<CompletionStage<@Nullable Object>> underWay = new ArrayList<>();
        redis.pause();
        for (int i = 0; i < 20; i++) {
          underWay.add(link.run(Links.COUNT, List.of(link.key("n")), List.of()));
        }
        redis.kill();
        for (CompletionStage<@Nullable Object> each : underWay) {
          assertThatThrownBy(() -> Links.answer(each))
              .isInstanceOfAny(OutcomeUnknownException.class, QueueUnavailableException.class);
        }
        assertThatThrownBy(() -> Links.ask(link, Links.COUNT)).isInstanceOf(QueueException.class);
        await("refused at once", () -> isRefusedAtOnce(link));
        redis.restart();
        await("works again", () -> works(link));
        await("heard after", () -> hears(link, heard));
      }
    }
  }

  private static boolean hears(RedisLink link, BlockingQueue<String> heard) {
    try {
      Links.answer(link.publish("words", new byte[] {'w'}));
      return heard.poll(100, TimeUnit.MILLISECONDS) != null;
    } catch (QueueException | InterruptedException e) {
      return false;
    }
  }

  private static boolean isRefusedAtOnce(RedisLink link) {
    try {
      Links.ask(link, Links.COUNT);
      return false;
    } catch (QueueUnavailableException e) {
      return String.valueOf(e.getMessage()).contains("nothing was changed");
    } catch (OutcomeUnknownException e) {
      return false;
    }
  }

  @Test
  void outageFloodsNoLog() throws InterruptedException {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url(), "call-timeout=300ms");
        Said said = Said.listen()) {
      redis.kill();
      for (int i = 0; i < 200; i++) {
        assertThat(works(link)).isFalse();
      }
      redis.restart();
      await("works again", () -> works(link));
      assertThat(said.warnings().size()).as("%s", said.warnings()).isLessThan(10);
      assertThat(said.all().size()).as("%s", said.all()).isLessThan(30);
    }
  }

  @Test
  void forgottenScriptIsTaughtAgain() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url())) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      redis.exec("SCRIPT", "FLUSH");
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(2L);
    }
  }

  @Test
  void fullMemoryIsFull() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url())) {
      redis.exec("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(QueueFullException.class)
          .hasMessageContaining("maxmemory");
      assertThat(Links.ask(link, Links.READ)).isEqualTo(0L);
      // What a script that takes jobs out says of itself.
      Script taking = new Script("x", "#!lua flags=allow-oom\nreturn redis.call('INCR', KEYS[1])");
      assertThat(Links.ask(link, taking)).isEqualTo(1L);
    }
  }

  @Test
  void flaggedScriptIsFullToo() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url())) {
      redis.exec("CONFIG", "SET", "maxmemory", "1");
      Script pushing = new Script("x", "#!lua\nreturn redis.call('INCR', KEYS[1])");
      assertThatThrownBy(() -> Links.ask(link, pushing)).isInstanceOf(QueueFullException.class);
    }
  }

  @Test
  void foreignKeyIsNamed() {
    try (RedisLink link = links.open(RedisServer.shared().url())) {
      Links.ask(link, new Script("x", "return redis.call('RPUSH', KEYS[1], 'x')"));
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(CorruptJobException.class)
          .hasMessageContaining("{" + links.namespace() + "}:");
    }
  }

  @Test
  void brokenScriptIsUnknown() {
    try (RedisLink link = links.open(RedisServer.shared().url())) {
      assertThatThrownBy(() -> Links.ask(link, new Script("bad", "return nil + 1")))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("bad: the server said: ");
    }
  }

  @Test
  void demotedServerIsUnavailable() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url())) {
      redis.exec("REPLICAOF", "127.0.0.1", "1");
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("READONLY");
    }
  }

  @Test
  void rightTakenAwayIsForbidden() {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url())) {
      redis.exec("ACL", "SETUSER", "default", "-incr");
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(QueueForbiddenException.class);
      redis.exec("ACL", "SETUSER", "default", "-@scripting");
      assertThatThrownBy(() -> Links.ask(link, Links.COUNT))
          .isInstanceOf(QueueForbiddenException.class);
    }
  }

  @Test
  void lostDataIsSaidOnce() throws InterruptedException {
    try (RedisServer redis = RedisServer.start();
        RedisLink link = links.open(redis.url(), "call-timeout=1s");
        RedisLink other = links.open(redis.url(), "call-timeout=1s");
        Said said = Said.listen()) {
      await("marked", () -> redis.exec("KEYS", "*:link:*").lines().count() == 2);
      redis.kill();
      redis.restart();
      await("both noticed", () -> link.losses() == 1 && other.losses() == 1);
      redis.exec("FLUSHALL");
      await("both noticed again", () -> link.losses() == 2 && other.losses() == 2);
      assertThat(said.warnings().stream().filter(text -> text.contains("may be lost"))).hasSize(4);
    }
  }

  @Test
  void keptDataIsNotSaidToBeLost() throws InterruptedException {
    try (RedisServer redis = RedisServer.startDurable();
        RedisLink link = links.open(redis.url(), "call-timeout=1s")) {
      await("marked", () -> !redis.exec("KEYS", "*:link:*").isEmpty());
      String key = redis.exec("KEYS", "*:link:*");
      redis.kill();
      redis.restart();
      long before = Long.parseLong(redis.exec("GET", key));
      await("looked twice", () -> Long.parseLong(redis.exec("GET", key)) > before + 1);
      assertThat(link.losses()).isZero();
      redis.pause();
      assertThat(works(link)).isFalse();
      redis.unpause();
      long after = Long.parseLong(redis.exec("GET", key));
      await("looked twice", () -> Long.parseLong(redis.exec("GET", key)) > after + 1);
      assertThat(link.losses()).isZero();
    }
  }

  @Test
  void closeEndsThreadsAndLeavesNoKey() throws InterruptedException {
    try (RedisServer redis = RedisServer.start()) {
      long threads = threads();
      RedisLink link = links.open(redis.url());
      assertThat(threads()).isGreaterThan(threads).isLessThanOrEqualTo(threads + 10);
      await("marked", () -> !redis.exec("KEYS", "*:link:*").isEmpty());
      link.close();
      link.close();
      assertThat(redis.exec("KEYS", "*")).isEmpty();
      await("threads end", () -> threads() <= threads);
      assertThatIllegalStateException()
          .isThrownBy(() -> link.run(Links.COUNT, List.of(link.key("n")), List.of()));
      assertThatIllegalStateException().isThrownBy(() -> link.publish("words", new byte[1]));
      assertThatIllegalStateException().isThrownBy(() -> link.listen("words", word -> {}));
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("redisson"))
        .count();
  }

  @Test
  void closeIsBoundedWhenTheServerIsFrozenOrGone() {
    try (RedisServer redis = RedisServer.start()) {
      RedisLink frozen = links.open(redis.url());
      redis.pause();
      CompletionStage<@Nullable Object> underWay =
          frozen.run(Links.COUNT, List.of(frozen.key("n")), List.of());
      assertThat(timeToClose(frozen)).isLessThan(Duration.ofSeconds(10));
      assertThatThrownBy(() -> Links.answer(underWay)).isInstanceOf(OutcomeUnknownException.class);
      redis.unpause();
      RedisLink gone = links.open(redis.url());
      redis.kill();
      assertThat(timeToClose(gone)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static Duration timeToClose(RedisLink link) {
    long start = System.nanoTime();
    link.close();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void linkMayBeClosedFromItsOwnAnswer() throws InterruptedException {
    long before = threads();
    RedisLink link = links.open(RedisServer.shared().url());
    Links.answer(link.run(Links.READ, List.of(link.key("n")), List.of()).thenRun(link::close));
    assertThatIllegalStateException().isThrownBy(link::checkOpen);
    await("threads end", () -> threads() <= before);
  }

  @Test
  void listenerThatThrowsHurtsNobody() throws InterruptedException {
    try (RedisLink link = links.open(RedisServer.shared().url())) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      Subscription bad =
          link.listen(
              "words",
              word -> {
                throw new IllegalStateException("broken on purpose");
              });
      Subscription good = link.listen("words", word -> heard.add(new String(word, UTF_8)));
      await("heard", () -> hears(link, heard));
      await("heard again", () -> hears(link, heard));
      end(good);
      heard.clear();
      assertThat(hears(link, heard)).isFalse();
      end(bad);
    }
  }

  private static void end(Subscription subscription) {
    subscription.close();
    subscription.close();
  }
}
