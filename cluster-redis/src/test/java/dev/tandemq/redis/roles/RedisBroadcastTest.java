package dev.tandemq.redis.roles;

import static dev.tandemq.redis.roles.RolesNodes.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.tck.driver.RealTimeContext;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners may do to the connection, and others to the channel. */
final class RedisBroadcastTest {

  private final RealTimeContext context = new RealTimeContext();
  private final RolesKeys keys = new RolesKeys(context);
  private final RedisLink link = keys.open();
  private final RedisBroadcast broadcast = new RedisBroadcast(link);

  @AfterEach
  void close() {
    broadcast.close();
    link.close();
    keys.close();
    context.close();
  }

  private void say(String topic, String word) {
    var unused = now(broadcast.send(topic, word.getBytes(UTF_8)).thenApply(sent -> true));
  }

  @Test
  void aListenerThatBlocksDoesNotHoldUpTheConnection() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var blocked =
        broadcast.listen(
            "slow",
            word -> {
              try {
                release.await(10, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    var quick = broadcast.listen("quick", word -> heard.add(Thread.currentThread().getName()));

    say("slow", "hold");
    say("quick", "go");

    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("real-time-context");
    release.countDown();
    blocked.close();
    quick.close();
  }

  @Test
  void foreignBytesOnTheChannelHurtNobody() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var ear = broadcast.listen("t", word -> heard.add(new String(word, UTF_8)));
    for (byte[] foreign :
        new byte[][] {{}, {(byte) 0xff}, {5, 'a'}, {1, ' '}, {0}, "hello".getBytes(UTF_8)}) {
      var unused = now(link.publish("roles:words", foreign).thenApply(sent -> true));
    }

    say("t", "after");

    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("after");
    assertThat(heard).isEmpty();
    ear.close();
  }

  @Test
  void aWordOfAnotherNamespaceIsNotHeard() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var ear = broadcast.listen("t", word -> heard.add(new String(word, UTF_8)));
    try (RolesKeys others = new RolesKeys(context);
        RedisLink other = others.open();
        RedisBroadcast elsewhere = new RedisBroadcast(other)) {
      var unused = now(elsewhere.send("t", "theirs".getBytes(UTF_8)).thenApply(sent -> true));
    }

    say("t", "ours");

    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("ours");
    ear.close();
  }
}
