package dev.tandemq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.worker.PoolStatus;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.engine.worker.WorkerPool;
import dev.tandemq.engine.worker.WorkerState;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.SettleResult;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thirteen first things that people do with a queue, as they would type them. */
final class ThirteenUsesTest {

  private static final int BOUND_SECONDS = 20;

  private final QueueManager manager = new QueueManager();

  @AfterEach
  void close() {
    manager.close();
    Tandem.close();
  }

  private Queue memoryQueue() {
    return manager.extend("memory", "memory:").queue();
  }

  @Test
  void case01ManagerIsMadeAndClosedOnce() {
    assertThat(manager.names()).isEmpty();

    manager.close();
    manager.close();

    assertThatThrownBy(() -> manager.extend("memory", "memory:"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void case02ManagerIsExtendedByANamedConnection() {
    manager.extend("memory", "memory:").extend("other", "memory:", "letters");

    assertThat(manager.names()).containsExactly("memory", "other");
    assertThat(manager.queue("other").name()).isEqualTo("letters");
    assertThatThrownBy(() -> manager.queue("third")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void case03DefaultQueueTakesWhatNamesNoOther() {
    manager.extend("memory", "memory:").extend("other", "memory:");

    manager.push("to the default");
    manager.queue("other").push("to the other");
    manager.useDefault("other").push("to the other, now the default");

    assertThat(manager.queue("memory").size()).isEqualTo(1);
    assertThat(manager.size()).isEqualTo(2);
  }

  @Test
  void case04NewJobHasItsFieldsAndDefaults() {
    Job job =
        memoryQueue()
            .newJob()
            .type("mail")
            .payload("hello")
            .priority(5)
            .tag("tenant", "7")
            .timeout(Duration.ofMinutes(1))
            .delay(Duration.ofSeconds(2))
            .build();

    assertThat(job.queue()).isEqualTo(QueueManager.DEFAULT_QUEUE);
    assertThat(job.type()).isEqualTo("mail");
    assertThat(job.text()).isEqualTo("hello");
    assertThat(job.priority()).isEqualTo(5);
    assertThat(job.tags()).containsEntry("tenant", "7");
    assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(job.availableAt()).isEqualTo(job.createdAt().plusSeconds(2));
    assertThat(job.maxAttempts()).isEqualTo(3);
  }

  @Test
  void case05JobSurvivesSerialisation() {
    Job job =
        memoryQueue()
            .newJob()
            .payload(new byte[] {0, -1, 127})
            .priority(-3)
            .maxAttempts(9)
            .tag("größe", "groß")
            .header("trace", "1-2-3")
            .uniqueKey("once")
            .build();
    JacksonJobCodec codec = new JacksonJobCodec();

    assertThat(codec.decode(codec.encode(job))).isEqualTo(job);
  }

  @Test
  void case06MemoryQueuePushesPopsReleasesAndDeletes() throws Exception {
    Queue queue = memoryQueue();
    JobId id = queue.push("hello");
    assertThat(queue.size()).isEqualTo(1);

    Claim first = queue.pop(Duration.ZERO).orElseThrow();
    assertThat(first.job().id()).isEqualTo(id);
    queue.release(first, Duration.ZERO);
    Claim second = queue.pop(Duration.ZERO).orElseThrow();
    assertThat(second.attempt()).isEqualTo(2);

    assertThat(queue.delete(second)).isEqualTo(SettleResult.APPLIED);
    assertThat(queue.pop(Duration.ZERO)).isEmpty();
    queue.push("a");
    queue.push("b");
    assertThat(queue.clear()).isEqualTo(2);
    assertThat(queue.size()).isZero();
  }

  @Test
  void case07DelayOf100MillisIsNotOverAfter50() throws Exception {
    ManualContext clock = new ManualContext(1);
    try (Queues queues = Queues.open("memory:", clock, Drivers.of(List.of(new MemoryDriver())))) {
      Queue queue = queues.queue("q");
      queue.later(Duration.ofMillis(100), "later");

      clock.advance(Duration.ofMillis(50));
      assertThat(queue.pop(Duration.ZERO)).isEmpty();
      clock.advance(Duration.ofMillis(50));
      assertThat(queue.pop(Duration.ZERO)).isPresent();
    }
    Queue real = memoryQueue();
    long start = System.nanoTime();
    real.later(Duration.ofMillis(100), "later");
    assertThat(real.pop(Duration.ofSeconds(BOUND_SECONDS))).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void case08BatchOfThreeIsPoppedAsTwo() throws Exception {
    Queue queue = memoryQueue();

    List<PutResult> results =
        queue.pushBatch(
            IntStream.range(0, 3)
                .mapToObj(i -> queue.newJob().payload("job " + i).build())
                .toList());
    List<Claim> claims = queue.popBatch(2, Duration.ZERO);

    assertThat(results).hasSize(3).allMatch(PutResult.Added.class::isInstance);
    assertThat(claims).extracting(claim -> claim.job().text()).containsExactly("job 0", "job 1");
    assertThat(queue.stats().ready()).isEqualTo(1);
  }

  @Test
  void case09StatsOfFiveJobs() throws Exception {
    Queue queue = memoryQueue();
    for (int i = 0; i < 5; i++) {
      queue.push("job " + i);
    }
    queue.delete(queue.pop(Duration.ZERO).orElseThrow());
    queue.bury(queue.pop(Duration.ZERO).orElseThrow(), "hopeless");
    queue.release(queue.pop(Duration.ZERO).orElseThrow(), Duration.ofHours(1));
    Claim held = queue.pop(Duration.ZERO).orElseThrow();

    QueueStats stats = queue.stats();

    assertThat(held.attempt()).isEqualTo(1);
    assertThat(stats.pushed()).isEqualTo(5);
    assertThat(List.of(stats.ready(), stats.delayed(), stats.reserved(), stats.failed()))
        .containsExactly(1L, 1L, 1L, 1L);
    assertThat(stats.completed()).isEqualTo(1);
    assertThat(stats.size()).isEqualTo(3);
    assertThat(stats.lastJobAt()).isPresent();
  }

  @Test
  void case10WorkerDoesTheJobsAndCallsBack() throws Exception {
    Queue queue = memoryQueue();
    Set<String> done = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<String> completed = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    Worker worker =
        manager
            .worker()
            .onCompleted(report -> completed.add(report.claim().job().text()))
            .onFailed(report -> failed.add(report.thrown().orElseThrow().getMessage()))
            .start(
                job -> {
                  if (job.text().equals("bad")) {
                    throw new IllegalStateException("broken");
                  }
                  done.add(job.text());
                });

    queue.push("good");
    queue.push(queue.newJob().payload("bad").maxAttempts(1).build());
    worker.drain();

    assertThat(done).containsExactly("good");
    assertThat(completed).containsExactly("good");
    assertThat(failed).containsExactly("broken");
    assertThat(worker.status().processed()).isEqualTo(2);
    assertThat(worker.status().failed()).isEqualTo(1);
  }

  @Test
  void case11WorkerLivesFromStartOverPauseAndResumeToStop() throws Exception {
    Queue queue = memoryQueue();
    ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    Worker worker = manager.worker().build(job -> done.add(job.text()));
    assertThat(worker.status().state()).isEqualTo(WorkerState.NEW);

    worker.start();
    assertThat(worker.status().state()).isEqualTo(WorkerState.RUNNING);
    queue.push("before");
    worker.drain();

    worker.pause();
    assertThat(worker.status().state()).isEqualTo(WorkerState.PAUSED);
    queue.push("meanwhile");
    assertThat(worker.drain(Duration.ofMillis(50))).isFalse();
    assertThat(queue.stats().ready()).isEqualTo(1);

    worker.resume();
    worker.drain();
    assertThat(worker.stop().isClean()).isTrue();
    assertThat(worker.status().state()).isEqualTo(WorkerState.STOPPED);
    assertThat(done).containsExactly("before", "meanwhile");
    assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void case12PoolOfThreeWorksAtThreeJobsAtOnce() throws Exception {
    Queue queue = memoryQueue();
    CyclicBarrier together = new CyclicBarrier(4);
    CountDownLatch looked = new CountDownLatch(1);
    Set<String> nodes = Collections.synchronizedSet(ConcurrentHashMap.newKeySet());
    WorkerPool pool =
        manager
            .worker()
            .slots(3)
            .startPool(
                3,
                job -> {
                  nodes.add(job.node());
                  together.await(BOUND_SECONDS, TimeUnit.SECONDS);
                  looked.await(BOUND_SECONDS, TimeUnit.SECONDS);
                });
    for (int i = 0; i < 3; i++) {
      queue.push("job " + i);
    }

    together.await(BOUND_SECONDS, TimeUnit.SECONDS);
    PoolStatus busy = pool.status();
    looked.countDown();
    pool.drain();
    PoolStatus calm = pool.status();
    pool.stop();

    assertThat(nodes).hasSize(3);
    assertThat(List.of(busy.total(), busy.active(), busy.idle())).containsExactly(3, 3, 0);
    assertThat(calm.processed()).isEqualTo(3);
    assertThat(calm.failed()).isZero();
    assertThat(calm.state()).isEqualTo(WorkerState.RUNNING);
    assertThat(pool.status().state()).isEqualTo(WorkerState.STOPPED);
  }

  @Test
  void case13GlobalFunctionsUseTheProgramsDefaultQueue() throws Exception {
    Tandem.push("now");
    Tandem.later(Duration.ofHours(1), "later");

    assertThat(Tandem.size()).isEqualTo(2);
    assertThat(Tandem.stats().delayed()).isEqualTo(1);
    assertThat(Tandem.pop(Duration.ZERO).orElseThrow().job().text()).isEqualTo("now");
    assertThat(Tandem.clear()).isEqualTo(2);
  }
}
