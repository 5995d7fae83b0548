package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.engine.store.Batcher;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.PutResult;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batchers that come and go with the pushes to their queue. */
final class PushLinesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int WINDOW = 2;

  private final ManualContext context = new ManualContext(1);
  private final AtomicInteger made = new AtomicInteger();
  private final List<CompletableFuture<List<PutResult>>> calls = new ArrayList<>();
  private final List<List<Job>> sent = new ArrayList<>();
  private final PushLines lines =
      new PushLines(
          () -> {
            made.incrementAndGet();
            return new Batcher<>(context, this::send, late -> {}, 100, WINDOW, TIMEOUT);
          });

  private CompletableFuture<List<PutResult>> send(List<Job> jobs) {
    CompletableFuture<List<PutResult>> answer = new CompletableFuture<>();
    calls.add(answer);
    sent.add(jobs);
    return answer;
  }

  private void answer(int call) {
    calls.get(call).complete(added(sent.get(call)));
    context.runUntilIdle();
  }

  private static List<PutResult> added(List<Job> jobs) {
    return jobs.stream().<PutResult>map(job -> new PutResult.Added(job.id())).toList();
  }

  private static Job job(String queue, long number) {
    return Job.builder().id(new JobId(1, number)).queue(queue).createdAt(Instant.EPOCH).build();
  }

  @Test
  void aQueueForEachTenantLeavesNothingBehind() {
    for (int i = 0; i < 10_000; i++) {
      CompletableFuture<PutResult> answer = lines.push(job("tenant-" + i, i));
      assertThat(lines.size()).isEqualTo(1);
      answer(i);
      assertThat(answer).isCompleted();
    }

    assertThat(lines.size()).isZero();
  }

  @Test
  void asLongAsOnePushIsUnderWayAllOthersOfItsQueueJoinIt() {
    List<CompletableFuture<PutResult>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(lines.push(job("q", i)));
    }
    answer(0); // ten that waited go out
    answer(1);
    answers.add(lines.push(job("q", 12)));
    answers.add(lines.push(job("q", 13)));

    assertThat(made).hasValue(1);
    assertThat(sent).extracting(List::size).containsExactly(1, 1, 10, 1);
    answer(2);
    answer(3);
    answer(4);
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(lines.size()).isZero();
  }

  @Test
  void aCallThatFailedOrWasNeverAnsweredHoldsNothing() {
    CompletableFuture<PutResult> failed = lines.push(job("failed", 1));
    CompletableFuture<PutResult> silent = lines.push(job("silent", 2));
    calls.get(0).completeExceptionally(new IllegalStateException("no"));
    context.runUntilIdle();
    assertThat(failed).isCompletedExceptionally();
    assertThat(lines.size()).isEqualTo(1);

    context.advance(TIMEOUT);

    assertThat(silent).isCompletedExceptionally();
    assertThat(lines.size()).isZero();
  }

  @Test
  void aBatcherThatCannotBeMadeLeavesNoLine() {
    PushLines broken =
        new PushLines(
            () -> {
              throw new IllegalStateException("none left");
            });

    assertThatThrownBy(() -> broken.push(job("q", 1))).hasMessage("none left");
    assertThat(broken.size()).isZero();
  }

  @Test
  @Timeout(60)
  void underManyThreadsNoPushIsLostAndNoQueueHasMoreCallsUnderWayThanItsWindow() throws Exception {
    Set<JobId> stored = Collections.synchronizedSet(new HashSet<>());
    AtomicInteger most = new AtomicInteger();
    List<AtomicInteger> underWay = List.of(new AtomicInteger(), new AtomicInteger());
    ExecutorService store = Executors.newFixedThreadPool(4);
    ExecutorService pushers = Executors.newFixedThreadPool(4);
    try (ThreadedContext threads = new ThreadedContext()) {
      PushLines busy =
          new PushLines(
              () ->
                  new Batcher<>(
                      threads,
                      jobs -> {
                        AtomicInteger here = underWay.get(Integer.parseInt(jobs.get(0).queue()));
                        most.accumulateAndGet(here.incrementAndGet(), Math::max);
                        CompletableFuture<List<PutResult>> answer = new CompletableFuture<>();
                        store.execute(
                            () -> {
                              jobs.forEach(job -> stored.add(job.id()));
                              here.decrementAndGet();
                              answer.complete(added(jobs));
                            });
                        return answer;
                      },
                      late -> {},
                      100,
                      WINDOW,
                      TIMEOUT));
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        tasks.add(pushEach(busy, thread));
      }
      int pushed = 0;
      for (Future<Integer> task : pushers.invokeAll(tasks)) {
        pushed += task.get();
      }

      assertThat(stored).hasSize(pushed);
      assertThat(most.get()).as("calls under way for one queue").isBetween(1, WINDOW);
      assertThat(busy.size()).isZero();
    } finally {
      pushers.shutdownNow();
      store.shutdownNow();
    }
  }

  /** Few at a time, so that queues are idle again and again. */
  private static Callable<Integer> pushEach(PushLines lines, int thread) {
    return () -> {
      Random random = new Random(thread);
      int count = 0;
      for (int round = 0; round < 2000; round++) {
        List<CompletableFuture<PutResult>> answers = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          answers.add(
              lines.push(job(Integer.toString(random.nextInt(2)), thread * 100_000L + count)));
          count++;
        }
        for (CompletableFuture<PutResult> answer : answers) {
          answer.get(30, TimeUnit.SECONDS);
        }
      }
      return count;
    };
  }
}
