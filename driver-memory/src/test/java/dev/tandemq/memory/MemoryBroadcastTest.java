package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.time.ManualContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Words to all (W1 to W3). */
class MemoryBroadcastTest {

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Broadcast one = hub.connect("one").broadcast();
  private final Broadcast two = hub.connect("two").broadcast();
  private final List<String> heard = new ArrayList<>();

  private Consumer<byte[]> hears(String who) {
    return word -> heard.add(who + word[0]);
  }

  private void send(Broadcast from, String topic, int word) {
    now(from.send(topic, new byte[] {(byte) word}));
  }

  @Test
  void allListenersOfTheTopicHearIncludingTheSenders() {
    var unused = one.listen("t", hears("one-"));
    var unusedToo = two.listen("t", hears("two-"));
    var unusedTopic = two.listen("other", hears("other-"));
    send(one, "t", 1);
    send(two, "t", 2);
    context.runUntilIdle();

    assertThat(heard).containsExactly("one-1", "two-1", "one-2", "two-2");
  }

  @Test
  void eachListenerHasACopyAndTheSenderKeepsItsOwn() {
    List<byte[]> words = new ArrayList<>();
    var unused =
        one.listen(
            "t",
            word -> {
              words.add(word.clone());
              word[0] = 9;
            });
    var unusedToo = two.listen("t", words::add);
    byte[] word = {1};
    now(one.send("t", word));
    word[0] = 7;
    context.runUntilIdle();

    assertThat(words).containsExactly(new byte[] {1}, new byte[] {1});
  }

  @Test
  void oneListenerMayListenTwiceAndEndsEachByItself() {
    Consumer<byte[]> listener = hears("");
    Subscription first = one.listen("t", listener);
    Subscription second = one.listen("t", listener);
    send(one, "t", 1);
    first.close();
    first.close();
    send(one, "t", 2);
    second.close();
    send(one, "t", 3);
    context.runUntilIdle();

    assertThat(heard).isEmpty(); // closed while all were on their way
    assertThat(context.pendingSteps()).isZero();
  }

  @Test
  void whatIsSentAfterTheEndOfASubscriptionIsNotHeardByItAlone() {
    Subscription first = one.listen("t", hears("first-"));
    var unused = one.listen("t", hears("second-"));
    send(two, "t", 1);
    context.runUntilIdle();
    first.close();
    send(two, "t", 2);
    context.runUntilIdle();

    assertThat(heard).containsExactly("first-1", "second-1", "second-2");
  }

  @Test
  void aWordToNobodyIsNoError() {
    assertThatCode(() -> send(one, "nobody", 1)).doesNotThrowAnyException();
    assertThat(context.pendingSteps()).isZero();
  }

  @Test
  void aListenerMaySendAndSubscribe() {
    var unused =
        one.listen(
            "t",
            word -> {
              var unusedLater = one.listen("u", hears("u-"));
              send(one, "u", word[0]);
            });
    send(two, "t", 1);
    context.runUntilIdle();

    assertThat(heard).containsExactly("u-1");
  }
}
