package dev.tandemq.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Failure;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Swept;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class RecordingJobStoreTest {

  private static final Duration LEASE = Duration.ofNanos(70);

  private final Answers answers = new Answers();
  private final Told told = new Told();
  private final JobStore caller =
      new RecordingJobStore(answers.store(), told.recorder, Side.CALLER);
  private final JobStore backend =
      new RecordingJobStore(answers.store(), told.recorder, Side.BACKEND);

  private static JobId id(int number) {
    return Answers.job(number).id();
  }

  private static List<JobId> ids(int... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(RecordingJobStoreTest::id).toList();
  }

  @Test
  void pushIsToldForEachJob() {
    answers.answer(
        "put",
        List.of(
            new PutResult.Added(id(1)), new PutResult.Duplicate(id(9)), new PutResult.Full(id(3))));
    caller.put(List.of(Answers.job(1), Answers.job(2), Answers.job(3)));
    assertThat(told.lines())
        .containsExactly(
            "PUSH INVOKE #1 job 1 mail delay 1000000 priority 2 most 5 count 3",
            "PUSH INVOKE #2 job 2 mail delay 2000000 priority 2 most 5 count 3",
            "PUSH INVOKE #3 job 3 mail delay 3000000 priority 2 most 5 count 3",
            "PUSH OK #1 job 1 mail delay 1000000 priority 2 most 5 count 3 -> ADDED",
            "PUSH OK #2 job 2 mail name "
                + id(9)
                + " delay 2000000 priority 2 most 5 count 3 -> DUPLICATE",
            "PUSH OK #3 job 3 mail delay 3000000 priority 2 most 5 count 3 -> FULL");
    assertThat(told.events.get(3).hash()).isEqualTo(told.events.get(0).hash()).isNotZero();
    assertThat(told.events.get(1).hash()).isNotEqualTo(told.events.get(0).hash());
  }

  @Test
  void atTheBackendOnlyTheEndIsTold() {
    answers.answer("put", List.of(new PutResult.Added(id(1))));
    backend.put(List.of(Answers.job(1)));
    assertThat(told.lines())
        .containsExactly("PUSH OK job 1 mail delay 1000000 priority 2 most 5 -> ADDED");
  }

  @Test
  void payloadIsTheSameWhenItIsClaimed() {
    answers.answer("put", List.of(new PutResult.Added(id(1))));
    answers.answer("turn", new Turn(List.of(), List.of(Answers.claim(1, 7)), false));
    backend.put(List.of(Answers.job(1)));
    backend.turn(new TurnRequest(List.of(), List.of("mail"), 1, LEASE, "n1"));
    assertThat(told.events.get(1).hash()).isEqualTo(told.events.get(0).hash());
  }

  @Test
  void turnIsToldAsSettlementsAndClaims() {
    answers.answer(
        "turn",
        new Turn(
            List.of(SettleResult.APPLIED, SettleResult.LOST),
            List.of(Answers.claim(3, 7), Answers.claim(4, 8)),
            false));
    caller.turn(
        new TurnRequest(
            List.of(
                Settle.complete(Answers.claim(1, 5)),
                Settle.retry(Answers.claim(2, 6), Duration.ofNanos(9), new Failure("no"))),
            List.of("mail"),
            3,
            LEASE,
            "n1"));
    assertThat(told.lines())
        .containsExactly(
            "SETTLE INVOKE #1 job 1 mail token 5 attempt 2 COMPLETE",
            "SETTLE INVOKE #2 job 2 mail token 6 attempt 2 RETRY delay 9",
            "CLAIM INVOKE #3 mail lease 70 count 3",
            "SETTLE OK #1 job 1 mail token 5 attempt 2 COMPLETE -> APPLIED",
            "SETTLE OK #2 job 2 mail token 6 attempt 2 RETRY delay 9 -> LOST",
            "CLAIM OK #3 job 3 mail token 7 attempt 2 lease 70 priority 2 most 5",
            "CLAIM OK #3 job 4 mail token 8 attempt 2 lease 70 priority 2 most 5");
  }

  @Test
  void claimOfNothingEndsToo() {
    answers.answer("turn", new Turn(List.of(), List.of(), false));
    answers.answer("turn", new Turn(List.of(), List.of(), false));
    TurnRequest request = new TurnRequest(List.of(), List.of("a", "b"), 1, LEASE, "n1");
    caller.turn(request);
    backend.turn(request);
    assertThat(told.lines())
        .containsExactly("CLAIM INVOKE #1 lease 70 count 1", "CLAIM OK #1 lease 70");
  }

  @Test
  void whoWantsNothingClaimsNothing() {
    answers.answer("turn", new Turn(List.of(SettleResult.REMOVED), List.of(), false));
    caller.turn(
        new TurnRequest(
            List.of(Settle.handBack(Answers.claim(1, 5))), List.of("mail"), 0, LEASE, "n1"));
    assertThat(told.lines())
        .containsExactly(
            "SETTLE INVOKE #1 job 1 mail token 5 attempt 2 HAND_BACK",
            "SETTLE OK #1 job 1 mail token 5 attempt 2 HAND_BACK -> REMOVED");
  }

  @Test
  void lostAnswerIsUnknownAndRefusalIsNot() {
    answers.stage(
        "turn",
        () -> CompletableFuture.failedFuture(new OutcomeUnknownException("lost", List.of(), null)));
    answers.stage(
        "turn", () -> CompletableFuture.failedFuture(new QueueUnavailableException("no", null)));
    answers.stage(
        "turn",
        () ->
            CompletableFuture.failedFuture(
                new java.io.UncheckedIOException(new java.io.IOException("what now"))));
    TurnRequest request =
        new TurnRequest(
            List.of(Settle.complete(Answers.claim(1, 5))), List.of("mail"), 1, LEASE, "n1");
    for (int i = 0; i < 3; i++) {
      assertThat(caller.turn(request).toCompletableFuture()).isCompletedExceptionally();
    }
    assertThat(told.lines())
        .containsSubsequence(
            "SETTLE UNKNOWN #1 job 1 mail token 5 attempt 2 COMPLETE ! OutcomeUnknownException",
            "CLAIM UNKNOWN #2 mail lease 70 count 1 ! OutcomeUnknownException",
            "SETTLE FAIL #3 job 1 mail token 5 attempt 2 COMPLETE ! QueueUnavailableException",
            "CLAIM FAIL #4 mail lease 70 count 1 ! QueueUnavailableException",
            "SETTLE UNKNOWN #5 job 1 mail token 5 attempt 2 COMPLETE ! UncheckedIOException");
  }

  @Test
  void errorsReachTheCallerAsTheyAre() {
    QueueUnavailableException trouble = new QueueUnavailableException("no", null);
    answers.stage(
        "clear",
        () -> CompletableFuture.<Integer>failedFuture(trouble).thenApply(count -> count + 1));
    CompletableFuture<Integer> answer = caller.clear("mail").toCompletableFuture();
    assertThat(answer.handle((count, error) -> error).join()).isSameAs(trouble);
  }

  @Test
  void misuseIsACallThatWasNotMade() {
    answers.stage(
        "put",
        () -> {
          throw new IllegalArgumentException("too large");
        });
    assertThatThrownBy(() -> caller.put(List.of(Answers.job(1)))).hasMessage("too large");
    assertThat(told.lines())
        .last()
        .isEqualTo(
            "PUSH FAIL #1 job 1 mail delay 1000000 priority 2 most 5 ! IllegalArgumentException");
  }

  @Test
  void callerLearnsOfTheEndAfterTheHistory() {
    CompletableFuture<List<PutResult>> late = new CompletableFuture<>();
    answers.stage("put", () -> late);
    CompletionStage<List<PutResult>> answer = caller.put(List.of(Answers.job(1)));
    int[] eventsThen = {0};
    answer.thenRun(() -> eventsThen[0] = told.events.size());
    assertThat(told.events).hasSize(1);
    late.complete(List.of(new PutResult.Added(id(1))));
    assertThat(eventsThen[0]).isEqualTo(2);
    assertThat(answer.toCompletableFuture().join()).containsExactly(new PutResult.Added(id(1)));
  }

  @Test
  void answerThatIsThereIsHandedOnAsItIs() {
    CompletionStage<Integer> zero = CompletableFuture.completedFuture(0);
    answers.stage("clear", () -> zero);
    assertThat(caller.clear("mail")).isSameAs(zero);
  }

  @Test
  void extensionIsToldForEachClaim() {
    answers.answer("extend", List.of(Extended.EXTENDED, Extended.CANCEL, Extended.LOST));
    backend.extend(List.of(Answers.claim(1, 5), Answers.claim(2, 6), Answers.claim(3, 7)), LEASE);
    assertThat(told.lines())
        .containsExactly(
            "EXTEND OK job 1 mail token 5 attempt 2 lease 70 -> EXTENDED",
            "EXTEND OK job 2 mail token 6 attempt 2 lease 70 -> CANCEL",
            "EXTEND OK job 3 mail token 7 attempt 2 lease 70 -> LOST");
  }

  @Test
  void sweepSaysInWhoseNameAndWhetherItWasRefused() {
    answers.answer("sweep", new Swept(2, 3, false));
    answers.answer("sweep", new Swept(0, 0, false, 9));
    backend.sweep("mail", 10, 4);
    backend.sweep("mail", 10, 4);
    assertThat(told.lines())
        .containsExactly(
            "SWEEP OK mail term 4 count 5 -> APPLIED", "SWEEP OK mail term 4 -> REFUSED");
  }

  @Test
  void cancelIsToldWithEachAnswer() {
    answers.answer(
        "cancel", List.of(CancelResult.REMOVED, CancelResult.REQUESTED, CancelResult.NONE));
    backend.cancel(ids(1, 2, 3));
    assertThat(told.lines())
        .containsExactly(
            "REMOVE OK job 1 cancel -> REMOVED",
            "REMOVE UNKNOWN job 2 cancel -> REQUESTED",
            "REMOVE OK job 3 cancel -> NONE");
  }

  @Test
  void countThatLeavesNothingOpenIsAnAnswerForEachJob() {
    answers.answer("remove", 2).answer("forget", 0).answer("requeue", 1);
    caller.remove(ids(1, 2));
    caller.forget("mail", ids(3, 4));
    caller.requeue("mail", ids(5));
    assertThat(told.lines())
        .containsSubsequence(
            "REMOVE OK #1 job 1 remove -> REMOVED",
            "REMOVE OK #2 job 2 remove -> REMOVED",
            "REMOVE FAIL #3 job 3 mail forget",
            "REMOVE FAIL #4 job 4 mail forget",
            "REQUEUE INVOKE #5 job 5 mail",
            "REQUEUE OK #5 job 5 mail -> MOVED");
  }

  @Test
  void countThatLeavesItOpenIsUnknownToACaller() {
    answers.answer("remove", 1);
    caller.remove(ids(1, 2, 1));
    assertThat(told.lines())
        .containsExactly(
            "REMOVE INVOKE #1 job 1 remove",
            "REMOVE INVOKE #2 job 2 remove",
            "REMOVE UNKNOWN #1 job 1 remove",
            "REMOVE UNKNOWN #2 job 2 remove");
  }

  @Test
  void backendFindsOutWhichJobsTheCountMeans() {
    answers.put(1, JobState.READY);
    answers.put(3, JobState.FAILED);
    answers.put(4, JobState.READY);
    answers.put(5, JobState.FAILED);
    answers.stage(
        "remove",
        () -> {
          answers.remove(1);
          return CompletableFuture.completedFuture(1);
        });
    answers.stage(
        "forget",
        () -> {
          answers.remove(3);
          return CompletableFuture.completedFuture(1);
        });
    answers.stage(
        "requeue",
        () -> {
          answers.put(5, JobState.READY);
          return CompletableFuture.completedFuture(1);
        });
    backend.remove(ids(1, 2));
    backend.forget("mail", ids(3, 4));
    backend.requeue("mail", ids(4, 5));
    assertThat(told.lines())
        .containsExactly(
            "REMOVE OK job 1 remove -> REMOVED",
            "REMOVE FAIL job 2 remove",
            "REMOVE OK job 3 mail forget -> REMOVED",
            "REMOVE FAIL job 4 mail forget",
            "REQUEUE FAIL job 4 mail",
            "REQUEUE OK job 5 mail -> MOVED");
  }

  @Test
  void clearNamesNobodyToACaller() {
    answers.answer("clear", 2);
    caller.clear("mail");
    assertThat(told.lines())
        .containsExactly("REMOVE INVOKE #1 mail clear", "REMOVE OK #1 mail clear count 2");
    assertThat(answers.called).containsExactly("clear");
  }

  @Test
  void clearNamesAllAtTheBackend() {
    answers.put(1, JobState.READY);
    answers.put(2, JobState.DELAYED);
    answers.put(3, JobState.RESERVED);
    answers.put(4, JobState.FAILED);
    answers.put(5, JobState.READY);
    answers.stage(
        "clear",
        () -> {
          answers.remove(1);
          answers.remove(2);
          answers.remove(3);
          return CompletableFuture.completedFuture(3);
        });
    backend.clear("mail");
    assertThat(told.lines())
        .as("job 5, which the clear forgot, is not told as gone")
        .containsExactly(
            "REMOVE OK job 1 mail clear -> REMOVED",
            "REMOVE OK job 2 mail clear -> REMOVED",
            "REMOVE OK job 3 mail clear -> REMOVED",
            "REMOVE OK mail clear count 3 -> NAMED");
  }

  @Test
  void pruneNamesAllAtTheBackend() {
    answers.put(1, JobState.FAILED);
    answers.put(2, JobState.FAILED);
    answers.stage(
        "prune",
        () -> {
          answers.remove(1);
          return CompletableFuture.completedFuture(new Pruned(1, 0));
        });
    answers.answer("prune", new Pruned(0, 8));
    answers.answer("prune", new Pruned(1, 0));
    backend.prune("mail", Duration.ZERO, 0, 9, 4);
    backend.prune("mail", Duration.ZERO, 0, 9, 4);
    caller.prune("mail", Duration.ZERO, 0, 9, 4);
    assertThat(told.lines())
        .containsExactly(
            "REMOVE OK job 1 mail prune -> REMOVED",
            "PRUNE OK mail term 4 name NAMED count 1 -> APPLIED",
            "PRUNE OK mail term 4 name NAMED -> REFUSED",
            "PRUNE INVOKE #1 mail term 4",
            "PRUNE OK #1 mail term 4 count 1 -> APPLIED");
  }

  @Test
  void storeThatCannotListNamesNobody() {
    answers.stage(
        "list",
        () -> {
          throw new UnsupportedOperationException("no LIST");
        });
    answers.answer("clear", 1);
    backend.clear("mail");
    assertThat(told.lines()).containsExactly("REMOVE OK mail clear count 1");
  }

  @Test
  void storeThatAnswersLaterNamesNobody() {
    answers.stage("list", CompletableFuture::new).answer("clear", 1);
    answers.stage("find", CompletableFuture::new).answer("remove", 1);
    backend.clear("mail");
    backend.remove(ids(1, 2));
    assertThat(told.lines())
        .containsExactly(
            "REMOVE OK mail clear count 1",
            "REMOVE UNKNOWN job 1 remove",
            "REMOVE UNKNOWN job 2 remove");
  }
}
