package dev.tandemq.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.queue.Queue;
import dev.tandemq.tck.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events on real threads: order, one call at a time, nothing lost, nobody held up. */
final class EventBusOnThreadsTest {

  private static final int BOUND_SECONDS = 30;
  private static final int TELLERS = 4;
  private static final int EACH = 20_000;

  @Test
  void nothingIsLostDoubledOrReorderedAmongThreadsThatTell() throws Exception {
    try (ThreadedContext threads = new ThreadedContext()) {
      EventBus bus = new EventBus(threads);
      int[] latest = new int[TELLERS];
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger odd = new AtomicInteger();
      Set<Thread> callers = ConcurrentHashMap.newKeySet();
      CountDownLatch all = new CountDownLatch(TELLERS * EACH);
      EventSubscription subscription =
          bus.subscribe(
              event -> {
                if (inside.incrementAndGet() != 1) {
                  odd.incrementAndGet();
                }
                callers.add(Thread.currentThread());
                QueueEvent.QueueCleared told = (QueueEvent.QueueCleared) event;
                int teller = Integer.parseInt(told.queue());
                // Unguarded on purpose: only one call at a time keeps this right.
                if (told.removed() != latest[teller] + 1) {
                  odd.incrementAndGet();
                }
                latest[teller] = told.removed();
                inside.decrementAndGet();
                all.countDown();
              },
              TELLERS * EACH);
      List<Thread> tellers = new ArrayList<>();
      for (int t = 0; t < TELLERS; t++) {
        String name = Integer.toString(t);
        Thread teller =
            new Thread(
                () -> {
                  for (int i = 1; i <= EACH; i++) {
                    bus.tell(new QueueEvent.QueueCleared(Instant.EPOCH, name, i));
                  }
                },
                "teller-" + t);
        tellers.add(teller);
        teller.start();
      }

      assertThat(all.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (Thread teller : tellers) {
        teller.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
      }
      assertThat(odd).hasValue(0);
      assertThat(subscription.dropped()).isZero();
      assertThat(callers).doesNotContainAnyElementsOf(tellers);
    }
  }

  @Test
  void listenerThatComesToRestBetweenEventsMissesNone() throws Exception {
    try (ThreadedContext threads = new ThreadedContext()) {
      EventBus bus = new EventBus(threads);
      AtomicInteger heard = new AtomicInteger();
      bus.subscribe(event -> heard.incrementAndGet(), 4);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
      for (int pair = 1; pair <= 2_000; pair++) {
        bus.tell(new QueueEvent.QueuePaused(Instant.EPOCH, "q"));
        while (heard.get() < 2 * pair - 1 && System.nanoTime() - end < 0) {
          Thread.onSpinWait();
        }
        spin(pair % 64); // meets the listener at another point of its way to rest
        bus.tell(new QueueEvent.QueueResumed(Instant.EPOCH, "q"));
        while (heard.get() < 2 * pair && System.nanoTime() - end < 0) {
          Thread.onSpinWait();
        }
        spin(2000); // lets it come to rest
      }
      assertThat(heard).hasValue(4_000);
    }
  }

  @Test
  @Rule("V2")
  void listenerThatBlocksForEverHoldsUpNeitherPushesNorCloseNorOthers() throws Exception {
    int capacity = 10;
    int pushes = 1000;
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(pushes);
    Queues queues = Queues.open("memory:");
    try {
      EventSubscription blocked =
          queues.onEvent(
              event -> {
                begun.countDown();
                awaitUnbroken(never);
              },
              capacity);
      queues.onEvent(event -> heard.countDown());
      Queue queue = queues.queue("q");
      queue.push("first");
      assertThat(begun.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < pushes; i++) {
        queue.push("job");
      }

      assertThat(heard.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(blocked.dropped()).isEqualTo(pushes - 1 - capacity);
      queues.close();
    } finally {
      never.countDown();
      queues.close();
    }
  }

  @Test
  void closedConnectionBringsWhatIsBuffered() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(2001);
    Queues queues = Queues.open("memory:");
    queues.onEvent(
        event -> {
          awaitUnbroken(goOn);
          heard.countDown();
        });
    Queue queue = queues.queue("q");
    for (int i = 0; i < 2001; i++) {
      queue.push("job");
    }
    queues.close();
    goOn.countDown();

    assertThat(heard.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private static void awaitUnbroken(CountDownLatch latch) {
    try {
      var unused = latch.await(5 * BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
