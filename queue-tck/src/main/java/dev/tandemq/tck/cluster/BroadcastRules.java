package dev.tandemq.tck.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.store.Subscription;
import dev.tandemq.tck.rule.Rule;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Rules W1 to W3: who hears a word while nothing fails. */
public abstract class BroadcastRules extends ClusterChapter {

  private static final String TOPIC = "topic";

  /** What one listener heard, each word once: a word may be doubled. */
  private static final class Ear {

    private final Collection<String> heard = new ConcurrentLinkedQueue<>();
    private Subscription subscription = () -> {};

    private void hear(byte[] message) {
      heard.add(new String(message, UTF_8));
    }
  }

  private Ear listen(ClusterProbe on, String topic) {
    Ear ear = new Ear();
    ear.subscription = on.cluster().broadcast().listen(topic, ear::hear);
    return ear;
  }

  private void expectHeard(Ear ear, String word, String by) {
    assertThat(comes(() -> ear.heard.contains(word)))
        .as(
            story("%s was heard by %s within %s, who heard %s"),
            word,
            by,
            currentFixture().hears(),
            ear.heard)
        .isTrue();
  }

  private void expectNotHeard(Ear ear, String by) {
    pass(currentFixture().hears());
    assertThat(ear.heard).as(story("what was heard by %s"), by).isEmpty();
  }

  @Test
  @Rule("W1")
  void everyListenerOfTheTopicHearsTheWord() {
    Ear own = listen(here(), TOPIC);
    Ear sameConnection = listen(here(), TOPIC);
    Ear other = listen(there(), TOPIC);
    Ear third = listen(connect(), TOPIC);

    here().send(TOPIC, "hello");

    expectHeard(other, "hello", "another connection");
    expectHeard(third, "hello", "a third connection");
    expectHeard(own, "hello", "the sender's connection");
    expectHeard(sameConnection, "hello", "a second listener on it");
  }

  @Test
  @Rule("W1")
  void everyWordIsHeardFromEitherSide() {
    Ear ear = listen(here(), TOPIC);
    for (int i = 0; i < 5; i++) {
      here().send(TOPIC, "here" + i);
      there().send(TOPIC, "there" + i);
    }

    for (int i = 0; i < 5; i++) {
      expectHeard(ear, "here" + i, "a listener");
      expectHeard(ear, "there" + i, "a listener");
    }
  }

  @Test
  @Rule("W1")
  void otherTopicsHearNothing() {
    Ear longer = listen(there(), TOPIC + ".more");
    Ear shorter = listen(there(), TOPIC.substring(1));
    Ear own = listen(here(), "other");

    here().send(TOPIC, "hello");

    expectNotHeard(longer, "a topic whose name begins with that of the word");
    assertThat(shorter.heard).as(story("what was heard by a topic with a shorter name")).isEmpty();
    assertThat(own.heard).as(story("what was heard by another topic")).isEmpty();
  }

  @Test
  @Rule("W1")
  void aWordIsHeardByteForByte() {
    byte[] bytes = new byte[Broadcast.MAX_MESSAGE_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Collection<byte[]> heard = new ConcurrentLinkedQueue<>();
    there().cluster().broadcast().listen(TOPIC, heard::add);

    var unused = await(here().cluster().broadcast().send(TOPIC, bytes));

    assertThat(comes(() -> !heard.isEmpty())).as(story("the longest word was heard")).isTrue();
    assertThat(heard.iterator().next()).as(story("its bytes")).isEqualTo(bytes);
  }

  @Test
  @Rule("W1")
  void anEmptyWordIsHeard() {
    Ear ear = listen(there(), TOPIC);

    here().send(TOPIC, "");

    expectHeard(ear, "", "a listener");
  }

  @Test
  @Rule("W1")
  void theSenderMayUseItsArrayAgain() {
    Ear ear = listen(there(), TOPIC);
    byte[] bytes = "hello".getBytes(UTF_8);

    CompletionStage<Void> sent = here().cluster().broadcast().send(TOPIC, bytes);
    Arrays.fill(bytes, (byte) 'x');
    var unused = await(sent);

    expectHeard(ear, "hello", "a listener");
  }

  @Test
  @Rule("W1")
  void eachListenerHasACopyOfItsOwn() {
    Ear[] ears = new Ear[4];
    for (int i = 0; i < ears.length; i++) {
      Ear ear = new Ear();
      ears[i] = ear;
      there()
          .cluster()
          .broadcast()
          .listen(
              TOPIC,
              message -> {
                ear.hear(message);
                Arrays.fill(message, (byte) 'x');
              });
    }

    here().send(TOPIC, "hello");

    for (Ear ear : ears) {
      expectHeard(ear, "hello", "a listener beside others that change what they heard");
    }
  }

  @Test
  @Rule("W2")
  void aListenerThatThrowsHurtsNobody() {
    Ear before = listen(there(), TOPIC);
    there()
        .cluster()
        .broadcast()
        .listen(
            TOPIC,
            message -> {
              throw new IllegalStateException("a listener of a test that throws");
            });
    Ear after = listen(there(), TOPIC);
    Ear own = listen(here(), TOPIC);

    for (String word : List.of("first", "second")) {
      here().send(TOPIC, word);

      expectHeard(before, word, "one that listened before");
      expectHeard(after, word, "one that listened after");
      expectHeard(own, word, "the sender");
    }
  }

  @Test
  @Rule("W2")
  void aListenerThatThrewHearsTheNextWord() {
    Ear ear = new Ear();
    there()
        .cluster()
        .broadcast()
        .listen(
            TOPIC,
            message -> {
              ear.hear(message);
              throw new IllegalStateException("a listener of a test that throws");
            });

    here().send(TOPIC, "first");
    expectHeard(ear, "first", "one that throws");
    here().send(TOPIC, "second");

    expectHeard(ear, "second", "one that threw");
  }

  @Test
  @Rule("W3")
  void aClosedSubscriptionHearsNothing() {
    Ear closed = listen(there(), TOPIC);
    Ear own = listen(here(), TOPIC);
    closed.subscription.close();
    own.subscription.close();

    here().send(TOPIC, "hello");

    expectNotHeard(closed, "a closed subscription");
    assertThat(own.heard).as(story("what was heard by the sender's closed one")).isEmpty();
  }

  @Test
  @Rule("W3")
  void othersHearOnAfterASubscriptionIsClosed() {
    Ear closed = listen(there(), TOPIC);
    Ear open = listen(there(), TOPIC);
    closed.subscription.close();
    closed.subscription.close();

    here().send(TOPIC, "hello");

    expectHeard(open, "hello", "the subscription that is left");
  }
}
