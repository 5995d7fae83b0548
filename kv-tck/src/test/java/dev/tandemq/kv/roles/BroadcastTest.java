package dev.tandemq.kv.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Words that nobody announces, words of before, words that pile up. */
final class BroadcastTest {

  private static final String TOPIC = "topic";

  /** A connection without watches, on which reads may fail. */
  private static final class Deaf extends ForwardingKv {

    private boolean isReadable = true;
    private int listings;

    private Deaf(Kv target) {
      super(target);
    }

    @Override
    public Subscription watch(String folder, Runnable wake) {
      return () -> {};
    }

    @Override
    public CompletionStage<List<String>> children(String folder, int limit) {
      listings++;
      return super.children(folder, limit);
    }

    @Override
    public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
      return isReadable
          ? super.getAll(keys)
          : CompletableFuture.failedFuture(new QueueUnavailableException("cannot be read", null));
    }
  }

  private final TestWorld world = new TestWorld();
  private final Deaf deaf = new Deaf(world.server.connect());
  private final KvBroadcast there = new KvBroadcast(world.setup(deaf));
  private final KvBroadcast here = new KvBroadcast(world.setup());
  private final List<String> heard = new ArrayList<>();

  private void hear(byte[] word) {
    heard.add(new String(word, UTF_8));
  }

  private void send(KvBroadcast from, String word) {
    world.await(from.send(TOPIC, word.getBytes(UTF_8)));
  }

  private long words() {
    return world.server.dump().keySet().stream().filter(key -> key.contains("/b/")).count();
  }

  @Test
  void aWordIsHeardThoughTheWatchIsLost() {
    there.listen(TOPIC, this::hear);
    world.context.runUntilIdle();
    send(here, "one");
    assertThat(heard).as("nobody told it").isEmpty();

    world.pass(KvBroadcast.PAUSE);
    send(here, "two");
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void wordsAreHeardOnceAndInTheOrderInWhichTheyWereSent() {
    here.listen(TOPIC, this::hear);
    List<String> sent = IntStream.range(0, 200).mapToObj(i -> "word " + i).toList();

    sent.forEach(word -> send(here, word));
    world.pass(KvBroadcast.PAUSE.multipliedBy(3));

    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void wordsThatWereNotAwaitedAreAllHeard() {
    here.listen(TOPIC, this::hear);
    List<String> sent = IntStream.range(0, 50).mapToObj(i -> "word " + i).toList();

    List<CompletionStage<Void>> sends =
        sent.stream().map(word -> here.send(TOPIC, word.getBytes(UTF_8))).toList();
    sends.forEach(world::await);
    world.context.runUntilIdle();

    assertThat(heard).isEqualTo(sent);
  }

  @Test
  void whatWasSaidBeforeIsNotHeard() {
    send(here, "before");
    world.pass(Duration.ofNanos(1));

    there.listen(TOPIC, this::hear);
    send(here, "after");
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("after");
  }

  @Test
  void aListenerThatLearnsTheTimeLateMissesNothing() {
    List<Runnable> waiting = new ArrayList<>();
    RoleSetup setup =
        new RoleSetup(
            world.server.connect(),
            TestWorld.ROOT,
            () -> {
              CompletableFuture<Reading> later = new CompletableFuture<>();
              waiting.add(() -> world.time.get().thenAccept(later::complete));
              return later;
            },
            world.context);
    new KvBroadcast(setup).listen(TOPIC, this::hear);
    world.context.runUntilIdle();
    send(here, "one");
    world.pass(Duration.ofSeconds(5));

    waiting.forEach(Runnable::run);
    world.context.runUntilIdle();

    assertThat(heard).containsExactly("one");
  }

  @Test
  void aLookThatFailedIsMadeUpForByTheNext() {
    there.listen(TOPIC, this::hear);
    deaf.isReadable = false;
    send(here, "one");
    world.pass(KvBroadcast.PAUSE.multipliedBy(3));
    assertThat(heard).isEmpty();

    deaf.isReadable = true;
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("one");
  }

  @Test
  void oldWordsAreDeletedByWhoeverSendsNext() {
    send(here, "one");
    send(here, "two");
    world.pass(Outbox.KEPT.minusNanos(1));
    send(here, "three");
    assertThat(words()).as("words, before the first is old").isEqualTo(3);

    world.pass(Outbox.KEPT);
    send(here, "four");

    assertThat(words()).as("words, where all but one are old").isEqualTo(1);
  }

  @Test
  void manyOldWordsAreDeletedInSeveralTransactions() {
    for (int i = 0; i < 300; i++) {
      send(here, "word " + i);
    }
    world.pass(Outbox.KEPT.plusMillis(1));

    send(here, "the last");

    assertThat(words()).isEqualTo(1);
  }

  @Test
  void aTopicThatIsShoutedInDoesNotGrowWithoutBounds() {
    int most = world.server.connect().limits().maxChildren();

    for (int i = 0; i < most; i++) {
      send(here, "word " + i);
    }

    assertThat(words()).isBetween(most / 2L, most * 3L / 4);
  }

  @Test
  void nobodyLooksWhileNobodyListens() {
    Subscription one = there.listen(TOPIC, this::hear);
    Subscription two = there.listen("other", this::hear);
    world.pass(KvBroadcast.PAUSE);
    one.close();
    two.close();
    int before = deaf.listings;

    world.pass(KvBroadcast.PAUSE.multipliedBy(10));

    assertThat(deaf.listings).isEqualTo(before);
    assertThat(world.context.pendingTimers()).as("timers").isZero();
  }

  @Test
  void whoListensAnewHearsAnew() {
    there.listen(TOPIC, this::hear).close();
    world.pass(KvBroadcast.PAUSE.multipliedBy(2));
    send(here, "unheard");
    world.pass(Duration.ofNanos(1));

    there.listen(TOPIC, this::hear);
    send(here, "heard");
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("heard");
  }

  @Test
  void whatIsClosedLeavesNoTimer() {
    there.listen(TOPIC, this::hear);
    here.listen(TOPIC, this::hear);

    there.close();
    here.close();

    assertThat(world.context.pendingTimers()).as("timers").isZero();
  }

  @Test
  void aListenerThatIsTooSlowLosesWordsAndHearsOn() {
    Consumer<byte[]> slow = this::hear;
    Ear ear = new Ear(world.context, slow, closed -> {});

    for (int i = 0; i < Ear.MAX_WAITING + 10; i++) {
      ear.tell(Integer.toString(i).getBytes(UTF_8));
    }
    world.context.runUntilIdle();
    ear.tell("later".getBytes(UTF_8));
    world.context.runUntilIdle();

    assertThat(heard).hasSize(Ear.MAX_WAITING + 1).startsWith("0", "1").endsWith("later");
  }

  @Test
  void aListenerIsToldOneWordAfterTheOther() {
    here.listen(
        TOPIC,
        word -> {
          hear(word);
          // What else could run now runs within, as it would on another thread.
          world.context.runUntilIdle();
          heard.add("end of " + new String(word, UTF_8));
        });

    world.await(
        here.send(TOPIC, "one".getBytes(UTF_8))
            .thenCompose(sent -> here.send(TOPIC, "two".getBytes(UTF_8))));
    world.context.runUntilIdle();

    assertThat(heard).containsExactly("one", "end of one", "two", "end of two");
  }

  @Test
  void aWordThatIsSentOnceMoreIsNoOther() {
    List<List<Op>> sent = new ArrayList<>();
    Kv recording =
        new ForwardingKv(world.server.connect()) {
          @Override
          public CompletionStage<Commit> commit(List<Op> ops) {
            sent.add(ops);
            return super.commit(ops);
          }
        };
    here.listen(TOPIC, this::hear);
    send(new KvBroadcast(world.setup(recording)), "one");

    assertThat(world.await(recording.commit(sent.get(0)))).isEqualTo(new Commit.Refused());
    world.pass(KvBroadcast.PAUSE);

    assertThat(heard).containsExactly("one");
  }
}
