package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hub in this JVM whose openers come and go, each with threads of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SharedHubOnThreadsTest {

  private static final int ROUNDS = 200;
  private static final int OPENERS = 4;
  private static final Duration DELAY = Duration.ofMillis(5);

  private record Opener(ThreadedContext context, Cluster cluster) {
    static Opener open() {
      ThreadedContext context = new ThreadedContext();
      return new Opener(
          context,
          new MemoryDriver()
              .openCluster(
                  QueueUrl.parse("memory:openers"),
                  new DriverContext(context, new JacksonJobCodec())));
    }

    void close() {
      cluster.close();
      context.close();
    }
  }

  @Test
  void whoeverLeavesTakesNoTimerAndNoHintAlong() throws Exception {
    Random random = new Random(1);
    ThreadedContext any = new ThreadedContext();
    for (int round = 0; round < ROUNDS; round++) {
      List<Opener> openers = new ArrayList<>();
      for (int i = 0; i < OPENERS; i++) {
        openers.add(Opener.open());
      }
      Opener last = openers.remove(random.nextInt(OPENERS));
      CountDownLatch hinted = new CountDownLatch(1);
      try (var hints = last.cluster().jobs().onReady("q", hinted::countDown)) {
        assertThat(hints).isNotNull();
        Turn none =
            last.cluster()
                .jobs()
                .turn(new TurnRequest(List.of(), List.of("q"), 1, Duration.ofMinutes(1), "n"))
                .toCompletableFuture()
                .get();
        assertThat(none.claims()).isEmpty();
        var put = last.cluster().jobs().put(List.of(delayed(any)));
        assertThat(put.toCompletableFuture()).isCompleted();
        Collections.shuffle(openers, random);
        CountDownLatch left = new CountDownLatch(openers.size());
        for (Opener opener : openers) {
          var unusedTimer =
              any.schedule(
                  Duration.ofNanos(random.nextLong(2 * DELAY.toNanos())),
                  () ->
                      any.execute(
                          () -> {
                            opener.close();
                            left.countDown();
                          }));
        }
        assertThat(hinted.await(5, TimeUnit.SECONDS)).as("a hint in round %d", round).isTrue();
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
      }
      last.close();
    }
    any.close();
  }

  private static Job delayed(ThreadedContext context) {
    Instant now = context.time().now();
    return Job.builder()
        .id(JobId.create(now.toEpochMilli(), context.random()))
        .queue("q")
        .createdAt(now)
        .delay(DELAY)
        .build();
  }
}
