package dev.tandemq.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several workers that share the slots. */
class WorkerPoolTest {

  private final WorkerFixture fixture = new WorkerFixture();

  private WorkerBuilder worker() {
    return fixture.worker();
  }

  @Test
  @Rule("W12")
  void slotsAreSharedAsEvenlyAsPossible() {
    WorkerPool pool = worker().slots(12).buildPool(5, job -> {});

    assertThat(pool.status().workers())
        .extracting(WorkerStatus::slots)
        .containsExactly(3, 3, 2, 2, 2);
    assertThat(pool.status().workers())
        .extracting(WorkerStatus::node)
        .containsExactly("node-1-1", "node-1-2", "node-1-3", "node-1-4", "node-1-5");
    assertThat(pool.status().slots()).isEqualTo(12);
  }

  @Test
  void fewerSlotsThanWorkersAreRefusedWithTheFix() {
    assertThatThrownBy(() -> worker().slots(3).buildPool(5, job -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slots is 3 for 5 workers")
        .hasMessageContaining("slots(5)");
    assertThatThrownBy(() -> worker().buildPool(0, job -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("workers is 0");
    assertThatThrownBy(() -> worker().buildPool(-1, job -> {}))
        .hasMessageContaining("workers is -1");
  }

  @Test
  void allWorkersShareTheQueueAndItsJobsRunOnce() {
    fixture.pushNumbers(100);
    Set<String> done = new TreeSet<>();
    Set<String> nodes = new TreeSet<>();
    WorkerPool pool =
        worker()
            .slots(5)
            .startPool(
                job -> {
                  done.add(job.text());
                  nodes.add(job.node());
                  if (done.size() < 50) {
                    // The others run while this one blocks.
                    fixture.context.advance(Duration.ofMillis(1));
                  }
                });

    fixture.context.runUntilIdle();

    assertThat(done).hasSize(100);
    assertThat(nodes).hasSizeGreaterThan(1);
    assertThat(pool.metrics().completed()).isEqualTo(100);
    assertThat(pool.metrics().runs().count()).isEqualTo(100);
    assertThat(pool.status().processed()).isEqualTo(100);
    assertThat(pool.status().total()).isEqualTo(5);
    assertThat(pool.status().idle()).isEqualTo(5);
  }

  @Test
  @Rule("W12")
  void marchesInStepThroughItsLife() {
    WorkerPool pool = worker().slots(4).buildPool(2, job -> {});
    assertThat(pool.status().state()).isEqualTo(WorkerState.NEW);
    pool.start();
    assertThat(pool.isRunning()).isTrue();
    assertThatThrownBy(pool::start).isInstanceOf(IllegalStateException.class);

    pool.pause();
    fixture.pushNumbers(3);
    fixture.context.advance(Duration.ofSeconds(10));
    assertThat(pool.status().state()).isEqualTo(WorkerState.PAUSED);
    assertThat(fixture.stats().ready()).isEqualTo(3);
    pool.resume();
    fixture.context.runUntilIdle();
    assertThat(fixture.stats().completed()).isEqualTo(3);

    CompletableFuture<StopReport> stopped =
        pool.stopAsync(Duration.ofSeconds(1)).toCompletableFuture();
    fixture.context.runUntilIdle();
    assertThat(stopped).isCompletedWithValue(new StopReport(0, 0));
    assertThat(pool.status().state()).isEqualTo(WorkerState.STOPPED);
    assertThatThrownBy(pool::resume).isInstanceOf(IllegalStateException.class);
    pool.close();
    assertThat(fixture.context.pendingTimers()).isZero();
  }

  @Test
  void oneReportTellsOfAllHandlersThatTheStopCutShort() {
    fixture.push(fixture.job("1").timeout(Duration.ZERO));
    fixture.push(fixture.job("2").timeout(Duration.ZERO));
    List<CompletableFuture<StopReport>> stops = new ArrayList<>();
    WorkerPool[] pool = new WorkerPool[1];
    pool[0] =
        worker()
            .slots(2)
            .buildPool(
                2,
                job -> {
                  // The second one runs inside of the first, as beside one that blocks.
                  fixture.context.advance(Duration.ofSeconds(1));
                  if (pool[0].status().active() == 2) {
                    stops.add(pool[0].stopAsync(Duration.ZERO).toCompletableFuture());
                    throw new InterruptedException();
                  }
                });
    pool[0].start();
    fixture.context.runUntilIdle();
    boolean ignored = Thread.interrupted();

    assertThat(stops)
        .singleElement()
        .satisfies(stop -> assertThat(stop).isCompletedWithValue(new StopReport(2, 0)));
    assertThat(pool[0].metrics().handedBack()).isEqualTo(1);
    assertThat(pool[0].metrics().completed()).isEqualTo(1);
  }

  @Test
  void drainEndsWhenTheLastWorkerHasDoneTheLastJob() throws InterruptedException {
    fixture.pushNumbers(20);
    WorkerPool pool =
        worker()
            .slots(4)
            .startPool(
                4,
                job -> {
                  if (job.text().equals("1")) {
                    // The first worker's: the others have come to rest long before it.
                    fixture.context.advance(Duration.ofSeconds(1));
                  }
                });
    Instant before = fixture.context.time().now();

    assertThat(pool.drain(Duration.ofSeconds(30))).isTrue();

    assertThat(fixture.context.time().now())
        .as("no poll was waited for")
        .isEqualTo(before.plusSeconds(1));
    pool.stop();
    assertThatThrownBy(pool::drain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void handlersByTypeMakeAPoolToo() {
    JobType<String> mail = JobType.of("mail", String.class);
    WorkerPool pool = worker().slots(2).on(mail, (text, job) -> {}).startPool(2);

    fixture.push(fixture.job("{\"v\":1,\"data\":\"hello\"}").type("mail"));
    fixture.context.runUntilIdle();

    assertThat(pool.metrics().completed()).isEqualTo(1);
  }
}
