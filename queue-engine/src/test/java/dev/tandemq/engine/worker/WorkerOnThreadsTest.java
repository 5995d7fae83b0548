package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only real threads can show. */
class WorkerOnThreadsTest {

  private static final Duration NEVER = Duration.ofHours(1);

  private final Queues queues = Queues.open("memory:");
  private final Queue work = queues.queue("work");

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void noWakeUpIsLostAmongManyPushersAndSlots() throws InterruptedException {
    int pushers = 4;
    int each = 5000;
    CountDownLatch done = new CountDownLatch(pushers * each);
    ConcurrentHashMap<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    // Without a poll a single lost wake-up leaves jobs behind and the latch above zero.
    queues
        .worker("work")
        .slots(8)
        .poll(NEVER)
        .start(
            job -> {
              runs.computeIfAbsent(job.text(), text -> new AtomicInteger()).incrementAndGet();
              done.countDown();
            });

    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < pushers; p++) {
      int pusher = p;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  work.push(pusher + "/" + i);
                  if (i % 50 == 0) {
                    LockSupport.parkNanos(1000); // lets the slots come to rest now and then
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).as("all jobs done").isTrue();
    assertThat(runs.values()).hasSize(pushers * each).allMatch(count -> count.get() == 1);
  }

  @Test
  void pingPongOfSinglePushesNeverWaitsForThePoll() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(5000);
    queues
        .worker("work")
        .slots(2)
        .poll(NEVER)
        .start(
            job -> {
              rounds.countDown();
              if (rounds.getCount() > 0) {
                work.push("ball");
              }
            });

    work.push("ball");

    assertThat(rounds.await(30, TimeUnit.SECONDS)).as("5000 rounds").isTrue();
  }

  @Test
  void aBlockedHandlerIsInterruptedAndTheInterruptStaysWithItsJob() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch nextDone = new CountDownLatch(1);
    AtomicBoolean nextSawInterrupt = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    work.push(
        work.newJob().payload("blocks").timeout(Duration.ofMillis(50)).maxAttempts(1).build());
    work.push("next");
    queues
        .worker("work")
        .slots(1)
        .start(
            job -> {
              if (job.text().equals("next")) {
                nextSawInterrupt.set(Thread.currentThread().isInterrupted());
                nextDone.countDown();
                return;
              }
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
              }
            });

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(nextDone.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(nextSawInterrupt).isFalse();
  }

  @Test
  void stopWaitsForTheHandlerAndReturnsWhenAllIsStill() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Worker worker =
        queues
            .worker("work")
            .start(
                job -> {
                  begun.countDown();
                  mayEnd.await();
                  ended.set(true);
                });
    work.push("one");
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    worker.beginStop();
    mayEnd.countDown();
    StopReport report = worker.stop();

    assertThat(report.isClean()).isTrue();
    assertThat(ended).isTrue();
    assertThat(work.stats().completed()).isEqualTo(1);
  }

  @Test
  void aStopFromAnInterruptedThreadCutsTheGrace() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Worker worker =
        queues
            .worker("work")
            .grace(NEVER)
            .start(
                job -> {
                  begun.countDown();
                  never.await();
                });
    work.push(work.newJob().timeout(Duration.ZERO).build());
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    Thread.currentThread().interrupt();
    StopReport report = worker.stop();

    assertThat(Thread.interrupted()).as("the flag is set again").isTrue();
    assertThat(report.interrupted()).isEqualTo(1);
    assertThat(work.stats().ready()).isEqualTo(1);
  }

  @Test
  void whatWaitsForTheDrainMayCloseTheConnection() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Queues own = Queues.open("memory:");
    own.queue("other").push("blocks");
    own.worker("other")
        .grace(Duration.ofMillis(100))
        .start(
            job -> {
              begun.countDown();
              never.await();
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    own.queue("work").later(NEVER, "waits");
    Worker worker = own.worker("work").poll(Duration.ofMillis(50)).start(job -> {});
    var unused =
        worker
            .drained()
            .thenRun(
                () -> {
                  own.close();
                  closed.countDown();
                });

    // Seen empty by the poll, on the timer's thread, which the close itself needs.
    own.queue("work").clear();

    assertThat(closed.await(20, TimeUnit.SECONDS)).as("closed").isTrue();
  }

  @Test
  void threadsKeepTheProcessAliveWhoeverMadeThem() throws InterruptedException {
    List<Boolean> daemons = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    Thread opener =
        new Thread(
            () ->
                queues
                    .worker("work")
                    .start(
                        job -> {
                          daemons.add(Thread.currentThread().isDaemon());
                          done.countDown();
                        }));
    opener.setDaemon(true);
    opener.start();
    opener.join();

    work.push("one");

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(daemons).containsExactly(false);
  }
}
