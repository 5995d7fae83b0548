package dev.tandemq.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class BatcherTroubleTest {

  private final ManualContext context = new ManualContext(1);

  @Test
  void sendThatThrowsAnErrorFailsItsAsksAndOpensTheWindow() {
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            context,
            questions -> {
              if (questions.contains(1)) {
                throw new NoClassDefFoundError("a class of the client library");
              }
              return CompletableFuture.completedFuture(questions);
            },
            late -> {},
            10,
            1,
            Duration.ofSeconds(10));

    CompletableFuture<Integer> first;
    try {
      first = batcher.ask(1);
    } catch (NoClassDefFoundError e) {
      first = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Integer> second = batcher.ask(2);

    context.advance(Duration.ofMinutes(1));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedWithValue(2);
  }

  @Test
  @SuppressWarnings("NullAway")
  void answerOfNullFailsTheAsks() {
    CompletableFuture<List<Integer>> stage = new CompletableFuture<>();
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            context,
            questions ->
                questions.contains(1) ? stage : CompletableFuture.completedFuture(questions),
            late -> {},
            10,
            1,
            Duration.ofSeconds(10));
    CompletableFuture<Integer> first = batcher.ask(1);
    CompletableFuture<Integer> second = batcher.ask(2);

    stage.complete(null);
    try {
      context.advance(Duration.ofMinutes(1));
    } catch (NullPointerException e) {
      context.advance(Duration.ofMinutes(1));
    }

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedWithValue(2);
  }

  @Test
  void continuationsThatAskAgainDoNotGrowTheStack() {
    CompletableFuture<List<Integer>> gate = new CompletableFuture<>();
    Batcher<Integer, Integer> batcher =
        new Batcher<>(
            context,
            questions ->
                questions.contains(0) ? gate : CompletableFuture.completedFuture(questions),
            late -> {},
            1,
            1,
            Duration.ofSeconds(10));
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      answers.add(batcher.ask(i).thenCompose(answer -> batcher.ask(1_000_000 + answer)));
    }

    gate.complete(List.of(0));
    context.runUntilIdle();

    assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
  }
}
