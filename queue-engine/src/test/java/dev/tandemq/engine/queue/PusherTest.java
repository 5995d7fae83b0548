package dev.tandemq.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.tck.time.ManualContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Single pushes on their way to a store beyond a network. */
final class PusherTest {

  private final ManualContext context = new ManualContext(1);
  private final List<List<Job>> calls = new ArrayList<>();
  private final JobStore memory =
      new MemoryDriver()
          .open(QueueUrl.parse("memory:"), new DriverContext(context, new JacksonJobCodec()));
  private final JobStore distant =
      new ForwardingJobStore(memory) {
        @Override
        public CompletionStage<List<PutResult>> put(List<Job> jobs) {
          calls.add(jobs);
          CompletableFuture<List<PutResult>> answer = new CompletableFuture<>();
          context.execute(
              () -> {
                if (jobs.get(0).queue().equals("forbidden")) {
                  answer.completeExceptionally(new QueueForbiddenException("no", null));
                } else {
                  answer.complete(super.put(jobs).toCompletableFuture().join());
                }
              });
          return answer;
        }
      };
  private final Pusher pusher = new Pusher(context, distant, capabilities());

  private static Capabilities capabilities() {
    Set<Capability> features = EnumSet.copyOf(new MemoryDriver().capabilities().features());
    features.remove(Capability.LOCAL);
    return new Capabilities(features, Capabilities.MIN_PAYLOAD_BYTES, 100);
  }

  private CompletableFuture<PutResult> push(String queue) {
    return pusher.push(
        Job.builder()
            .id(JobId.create(0, context.random()))
            .queue(queue)
            .createdAt(context.time().now())
            .build());
  }

  @Test
  void pushesThatMeetGoInOneCall() {
    List<CompletableFuture<PutResult>> answers =
        Stream.generate(() -> push("q")).limit(12).toList();

    context.runUntilIdle();

    assertThat(answers).allMatch(answer -> answer.join() instanceof PutResult.Added);
    assertThat(calls).extracting(List::size).containsExactly(1, 1, 10);
  }

  @Test
  void theRefusalOfOneQueueIsNotThatOfAnother() {
    List<CompletableFuture<PutResult>> good = new ArrayList<>();
    List<CompletableFuture<PutResult>> bad = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      good.add(push("q"));
      bad.add(push("forbidden"));
    }

    context.runUntilIdle();

    assertThat(good).allMatch(answer -> answer.join() instanceof PutResult.Added);
    assertThat(bad).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThatThrownBy(bad.get(4)::join).hasCauseInstanceOf(QueueForbiddenException.class);
  }

  @Test
  void aPushFromTheAnswerOfAnotherGoesOnWithThoseThatWait() {
    List<CompletableFuture<PutResult>> answers = new ArrayList<>();
    CompletableFuture<PutResult> next = push("q").thenCompose(first -> push("q"));
    for (int i = 0; i < 5; i++) {
      answers.add(push("q"));
    }

    context.runUntilIdle();

    assertThat(next.join()).isInstanceOf(PutResult.Added.class);
    assertThat(answers).allMatch(answer -> answer.join() instanceof PutResult.Added);
    assertThat(calls).extracting(List::size).containsExactly(1, 1, 5);
  }

  @Test
  void thoseWhoMetDoNotShareTheRefusalOfTheirBatch() {
    var unused = memory.bound("q", 7).toCompletableFuture().join();
    List<CompletableFuture<PutResult>> answers =
        Stream.generate(() -> push("q")).limit(12).toList();

    context.runUntilIdle();

    assertThat(answers.stream().filter(answer -> answer.join() instanceof PutResult.Added))
        .hasSize(7);
    assertThat(answers.stream().filter(answer -> answer.join() instanceof PutResult.Full))
        .hasSize(5);
  }
}
