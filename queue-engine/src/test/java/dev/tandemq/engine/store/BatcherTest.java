package dev.tandemq.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks that are gathered into calls, on a clock set by hand. */
final class BatcherTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ALMOST = TIMEOUT.minusNanos(1);

  private final ManualContext context = new ManualContext(1);
  private final List<Sent> sent = new ArrayList<>();
  private final List<List<String>> late = new ArrayList<>();

  // ---- gathering

  @Test
  void loneAskIsSentAtOnceAndAlone() {
    Batcher<Integer, String> batcher = batcher(100, 1);

    CompletableFuture<String> answer = batcher.ask(1);

    assertThat(questions()).containsExactly(List.of(1));
    assertThat(context.pendingSteps()).isZero();
    assertThat(answer).isNotDone();
  }

  @Test
  void answerReachesTheAskOnTheContextAndNotOnTheThreadThatBringsIt() {
    CompletableFuture<String> answer = batcher(100, 1).ask(1);

    sent.get(0).answer();

    assertThat(answer).isNotDone();
    context.runUntilIdle();
    assertThat(answer).isCompletedWithValue("answer to 1");
  }

  @Test
  void answeredCallLeavesNoTimerBehind() {
    CompletableFuture<String> answer = batcher(100, 1).ask(1);
    assertThat(context.pendingTimers()).isEqualTo(1);

    sent.get(0).answer();
    context.runUntilIdle();

    assertThat(answer).isCompleted();
    assertThat(context.pendingTimers()).isZero();
  }

  @Test
  void askIsSentAtOnceWhileTheWindowIsOpen() {
    Batcher<Integer, String> batcher = batcher(100, 3);

    askAll(batcher, 1, 4);

    assertThat(questions()).containsExactly(List.of(1), List.of(2), List.of(3));
  }

  @Test
  void asksThatMeetAFullWindowGoOutTogetherWithTheNextCall() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 5);
    assertThat(questions()).containsExactly(List.of(1));

    sent.get(0).answer();
    context.runUntilIdle();

    assertThat(questions()).containsExactly(List.of(1), List.of(2, 3, 4, 5));
    sent.get(1).answer();
    context.runUntilIdle();
    assertThat(answers).extracting(CompletableFuture::join).isEqualTo(answersTo(1, 5));
  }

  @Test
  void noCallHoldsMoreThanTheLargestBatch() {
    Batcher<Integer, String> batcher = batcher(3, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 9);

    answerAll();

    assertThat(questions())
        .containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6, 7), List.of(8, 9));
    assertThat(answers).extracting(CompletableFuture::join).isEqualTo(answersTo(1, 9));
  }

  @Test
  void batchOfOneSendsEachAskAlone() {
    Batcher<Integer, String> batcher = batcher(1, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 4);

    answerAll();

    assertThat(questions()).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4));
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
  }

  @Test
  void callsMayBeAnsweredInAnyOrder() {
    List<CompletableFuture<String>> answers = askAll(batcher(1, 3), 1, 3);

    sent.get(2).answer();
    sent.get(0).answer();
    sent.get(1).answer();
    context.runUntilIdle();

    assertThat(answers).extracting(CompletableFuture::join).isEqualTo(answersTo(1, 3));
  }

  @Test
  void askThatNobodyWaitsForAnyMoreHurtsNoOther() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 3);
    answers.get(1).cancel(true);

    answerAll();

    assertThat(answers.get(0)).isCompletedWithValue("answer to 1");
    assertThat(answers.get(2)).isCompletedWithValue("answer to 3");
  }

  @Test
  void continuationThatThrowsHurtsNoOther() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 4);
    CompletableFuture<Object> broken =
        answers.get(1).thenApply(answer -> failing(new IllegalStateException("a bug")));

    answerAll();

    assertThat(broken).isCompletedExceptionally();
    assertThat(answers).extracting(CompletableFuture::join).isEqualTo(answersTo(1, 4));
    assertThat(batcher.ask(5)).isNotDone();
    assertThat(questions()).hasSize(3);
  }

  // ---- failures

  @Test
  void failureReachesAllAsksOfItsCallAndNoOthers() {
    Batcher<Integer, String> batcher = batcher(2, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 5);
    Exception down = new QueueUnavailableException("down", null);

    sent.get(0).answer();
    context.runUntilIdle();
    sent.get(1).fail(down);
    context.runUntilIdle();
    sent.get(2).answer();
    context.runUntilIdle();

    assertThat(answers.get(0)).isCompletedWithValue("answer to 1");
    assertThat(Calls.failure(answers.get(1))).isSameAs(down);
    assertThat(Calls.failure(answers.get(2))).isSameAs(down);
    assertThat(answers.get(3)).isCompletedWithValue("answer to 4");
    assertThat(answers.get(4)).isCompletedWithValue("answer to 5");
  }

  @Test
  void sendThatThrowsFailsItsAsksAndOpensTheWindow() {
    RuntimeException refusal = new IllegalArgumentException("too large");
    Batcher<Integer, String> batcher =
        batcher(
            questions -> {
              if (questions.contains(1)) {
                throw refusal;
              }
              return answerAtOnce(questions);
            },
            100,
            1);

    CompletableFuture<String> first = batcher.ask(1);
    CompletableFuture<String> second = batcher.ask(2);

    assertThat(Calls.failure(first)).isSameAs(refusal);
    assertThat(second).isCompletedWithValue("answer to 2");
  }

  @Test
  @SuppressWarnings("NullAway") // what a driver without NullAway may do
  void sendWithoutAStageFailsItsAsksAndOpensTheWindow() {
    Batcher<Integer, String> batcher =
        batcher(questions -> questions.contains(1) ? null : answerAtOnce(questions), 100, 1);

    CompletableFuture<String> first = batcher.ask(1);
    CompletableFuture<String> second = batcher.ask(2);

    assertThat(Calls.failure(first)).isInstanceOf(NullPointerException.class);
    assertThat(second).isCompletedWithValue("answer to 2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void wrongNumberOfAnswersFailsAllAsksOfTheCall(int count) {
    Batcher<Integer, String> batcher = batcher(2, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 4);
    sent.get(0).answer();
    context.runUntilIdle();

    sent.get(1).stage().complete(Collections.nCopies(count, "?"));
    context.runUntilIdle();

    for (CompletableFuture<String> answer : answers.subList(1, 3)) {
      assertThat(Calls.failure(answer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the store gave " + count + " answers to 2 questions");
    }
    assertThat(questions()).containsExactly(List.of(1), List.of(2, 3), List.of(4));
  }

  // ---- deadline

  @Test
  void callIsNotGivenUpBeforeItsDeadline() {
    CompletableFuture<String> answer = batcher(100, 1).ask(1);

    context.advance(ALMOST);
    assertThat(answer).isNotDone();
    sent.get(0).answer();
    context.runUntilIdle();

    assertThat(answer).isCompletedWithValue("answer to 1");
    assertThat(late).isEmpty();
  }

  @Test
  void deadlineFailsTheAsksOfTheCallWithUnknownOutcome() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 3);
    sent.get(0).answer();
    context.runUntilIdle();

    context.advance(TIMEOUT);

    assertThat(answers.get(0)).isCompleted();
    for (CompletableFuture<String> answer : answers.subList(1, 3)) {
      assertThat(Calls.failure(answer))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("no answer within PT10S");
    }
  }

  @Test
  void deadlineOpensTheWindowForThoseThatWait() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 1, 3);

    context.advance(TIMEOUT);

    assertThat(questions()).containsExactly(List.of(1), List.of(2, 3));
    sent.get(1).answer();
    context.runUntilIdle();
    assertThat(answers.get(1)).isCompletedWithValue("answer to 2");
    assertThat(answers.get(2)).isCompletedWithValue("answer to 3");
  }

  @Test
  void eachCallHasADeadlineOfItsOwn() {
    Batcher<Integer, String> batcher = batcher(100, 2);
    CompletableFuture<String> first = batcher.ask(1);
    context.advance(Duration.ofSeconds(4));
    CompletableFuture<String> second = batcher.ask(2);

    context.advance(Duration.ofSeconds(6));
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isNotDone();

    context.advance(Duration.ofSeconds(4));
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void lateAnswerIsHandedOverOnceAndDoesNotOpenTheWindowTwice() {
    Batcher<Integer, String> batcher = batcher(100, 1);
    CompletableFuture<String> first = batcher.ask(1);
    context.advance(TIMEOUT);
    List<CompletableFuture<String>> others = askAll(batcher, 2, 3);

    sent.get(0).answer();
    context.runUntilIdle();

    assertThat(late).containsExactly(List.of("answer to 1"));
    assertThat(Calls.failure(first)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(questions()).containsExactly(List.of(1), List.of(2));
    assertThat(others).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void lateFailureIsHandedToNobody() {
    CompletableFuture<String> answer = batcher(100, 1).ask(1);
    context.advance(TIMEOUT);

    sent.get(0).fail(new QueueUnavailableException("down", null));
    context.runUntilIdle();

    assertThat(late).isEmpty();
    assertThat(Calls.failure(answer)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void answerOfTheLastNanosecondIsInTime() {
    CompletableFuture<String> answer = batcher(100, 1).ask(1);
    context.advance(ALMOST);

    sent.get(0).answer(); // its step is queued before the timer rings
    context.advance(Duration.ofNanos(1));

    assertThat(answer).isCompletedWithValue("answer to 1");
    assertThat(late).isEmpty();
  }

  // ---- answers that come at once

  @Test
  void answersThatComeAtOnceNeedNoTimerAndNoStep() {
    CompletableFuture<String> answer = batcher(this::answerAtOnce, 100, 1).ask(1);

    assertThat(answer).isCompletedWithValue("answer to 1");
    assertThat(context.pendingTimers()).isZero();
    assertThat(context.pendingSteps()).isZero();
  }

  @Test
  void hundredThousandWaitingAsksThatAreAnsweredAtOnceDoNotGrowTheStack() {
    CompletableFuture<List<String>> gate = new CompletableFuture<>();
    Batcher<Integer, String> batcher =
        batcher(questions -> questions.contains(0) ? gate : answerAtOnce(questions), 1, 1);
    List<CompletableFuture<String>> answers = askAll(batcher, 0, 100_000);

    gate.complete(List.of("answer to 0"));
    context.runUntilIdle();

    assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
  }

  @Test
  void hundredThousandAsksOneAfterTheOtherDoNotGrowTheStack() {
    Batcher<Integer, String> batcher = batcher(this::answerAtOnce, 10, 2);

    List<CompletableFuture<String>> answers = askAll(batcher, 1, 100_000);

    assertThat(answers).extracting(CompletableFuture::join).isEqualTo(answersTo(1, 100_000));
  }

  // ---- threads

  @Test
  void threadsThatAskAtTheSameTimeEachGetTheirOwnAnswers() throws Exception {
    int threads = 4;
    int each = 5_000;
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger mostUnderWay = new AtomicInteger();
    AtomicInteger largestBatch = new AtomicInteger();
    try (ThreadedContext real = new ThreadedContext()) {
      Batcher<Integer, String> batcher =
          new Batcher<>(
              real,
              questions -> {
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                largestBatch.accumulateAndGet(questions.size(), Math::max);
                CompletableFuture<List<String>> answer = new CompletableFuture<>();
                real.execute(
                    () -> {
                      underWay.decrementAndGet();
                      answer.complete(questions.stream().map(BatcherTest::answerTo).toList());
                    });
                return answer;
              },
              late::add,
              50,
              2,
              Duration.ofMinutes(1));
      CountDownLatch right = new CountDownLatch(threads * each);
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * each;
        real.execute(
            () -> {
              for (int i = first; i < first + each; i++) {
                int question = i;
                Calls.whenDone(
                    batcher
                        .ask(question)
                        .thenAccept(answer -> assertThat(answer).isEqualTo(answerTo(question)))
                        .thenRun(right::countDown),
                    () -> {});
              }
            });
      }

      assertThat(right.await(30, TimeUnit.SECONDS)).as("%s are missing", right).isTrue();
    }
    assertThat(mostUnderWay).hasValueBetween(1, 2);
    assertThat(largestBatch).hasValueBetween(1, 50);
    assertThat(late).isEmpty();
  }

  // ---- fixture

  private record Sent(List<Integer> questions, CompletableFuture<List<String>> stage) {

    void answer() {
      stage.complete(questions.stream().map(BatcherTest::answerTo).toList());
    }

    void fail(Throwable thrown) {
      stage.completeExceptionally(thrown);
    }
  }

  private Batcher<Integer, String> batcher(int maxBatch, int window) {
    return batcher(
        questions -> {
          Sent call = new Sent(questions, new CompletableFuture<>());
          sent.add(call);
          return call.stage();
        },
        maxBatch,
        window);
  }

  private Batcher<Integer, String> batcher(
      Function<List<Integer>, CompletionStage<List<String>>> send, int maxBatch, int window) {
    return new Batcher<>(context, send, late::add, maxBatch, window, TIMEOUT);
  }

  private CompletionStage<List<String>> answerAtOnce(List<Integer> questions) {
    return CompletableFuture.completedFuture(
        questions.stream().map(BatcherTest::answerTo).toList());
  }

  private static String answerTo(int question) {
    return "answer to " + question;
  }

  private static List<String> answersTo(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(BatcherTest::answerTo).toList();
  }

  private static List<CompletableFuture<String>> askAll(
      Batcher<Integer, String> batcher, int first, int last) {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int question = first; question <= last; question++) {
      answers.add(batcher.ask(question));
    }
    return answers;
  }

  private void answerAll() {
    for (int i = 0; i < sent.size(); i++) {
      sent.get(i).answer();
      context.runUntilIdle();
    }
  }

  private List<List<Integer>> questions() {
    return sent.stream().map(Sent::questions).toList();
  }

  private static Object failing(RuntimeException e) {
    throw e;
  }
}
