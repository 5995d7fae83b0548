package dev.tandemq.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.explain.WorkerView.State;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From facts to reasons, row by row. */
final class DiagnosisTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final JobId ID = new JobId(1, 2);
  private static final JobId TWIN = new JobId(3, 4);
  private static final Attempt ATTEMPT =
      new Attempt(2, NOW.minusSeconds(90), "node-9", "retry", new Failure("boom"));

  private JobState state = JobState.READY;
  private Instant availableAt = NOW.minusSeconds(5);
  private Instant leaseUntil = NOW.plusSeconds(10);
  private boolean isCancelled;
  private boolean isGone;
  private Optional<JobId> twin = Optional.empty();
  private Optional<JobId> keyHolder = Optional.empty();
  private final List<Attempt> history = new ArrayList<>();
  private final List<QueueStats> stats = new ArrayList<>();
  private final List<WorkerView> workers = new ArrayList<>();

  // ---- gone

  @Test
  void jobThatIsGoneIsUnknown() {
    isGone = true;
    assertThat(reasons()).containsExactly(new Reason.Unknown());
    assertThat(text())
        .isEqualTo(
            lines(
                "Job 00000000-0000-0001-0000-000000000002.",
                "- The store does not know it: it is complete, was removed, or was never stored."));
  }

  @Test
  void jobWhosePushWasAnsweredWithAnotherIsADuplicate() {
    isGone = true;
    twin = Optional.of(TWIN);
    assertThat(reasons()).containsExactly(new Reason.IsDuplicate(TWIN));
    assertThat(text())
        .contains(
            "never stored: job 00000000-0000-0003-0000-000000000004 had its unique key. Ask for"
                + " that one.");
  }

  @Test
  void jobThatIsThereAfterAllIsNoDuplicate() {
    twin = Optional.of(TWIN);
    worker(State.STARTED, 1);
    assertThat(reasons()).containsExactly(new Reason.InLine(0, 0));
  }

  // ---- delayed

  @Test
  void delayedJobWaitsForItsTime() {
    state = JobState.DELAYED;
    availableAt = NOW.plusSeconds(200);
    worker(State.STARTED, 1);
    assertThat(reasons())
        .containsExactly(new Reason.DelayedUntil(availableAt, Duration.ofSeconds(200)));
    assertThat(text())
        .isEqualTo(
            lines(
                "Job 00000000-0000-0001-0000-000000000002 of queue mail, type welcome, delayed, 1"
                    + " of 3 attempts spent.",
                "- It is delayed until 2026-01-01T12:03:20Z, in 3 min 20 s."));
  }

  @Test
  void delayedJobWhoseTimeHasComeIsDueNow() {
    state = JobState.DELAYED;
    availableAt = NOW.minusSeconds(2);
    worker(State.STARTED, 1);
    assertThat(reasons()).containsExactly(new Reason.DelayedUntil(availableAt, Duration.ZERO));
    assertThat(text()).contains("which is now: the next claim or upkeep sees it");
  }

  @Test
  void delayedJobIsToldOfWhatWillHinderItThen() {
    state = JobState.DELAYED;
    availableAt = NOW.plusSeconds(200);
    stats.add(stats("mail", 0, true));
    history.add(ATTEMPT);
    assertThat(reasons())
        .containsExactly(
            new Reason.DelayedUntil(availableAt, Duration.ofSeconds(200)),
            new Reason.QueuePaused("mail"),
            new Reason.NoWorker("mail"),
            new Reason.HasFailed(false, Optional.of(ATTEMPT)));
  }

  // ---- ready

  @Test
  void readyJobWithAFreeWorkerIsOnlyInLine() {
    stats.add(stats("mail", 5, false));
    worker(State.STARTED, 2, TWIN);
    assertThat(reasons()).containsExactly(new Reason.InLine(4, 0));
    assertThat(text()).endsWith("- It is in line, behind at most 4 jobs of its queue.");
  }

  @Test
  void onlyReadyJobIsFirstInLine() {
    stats.add(stats("mail", 1, false));
    worker(State.STARTED, 2, TWIN);
    assertThat(reasons()).containsExactly(new Reason.InLine(0, 0));
    assertThat(text()).contains("only ready job of its queue: first in line.");
  }

  @Test
  @Rule("V3")
  void pausedQueueIsTheFirstReason() {
    stats.add(stats("mail", 1, true));
    worker(State.STARTED, 1, TWIN);
    assertThat(reasons()).containsExactly(new Reason.QueuePaused("mail"), new Reason.InLine(0, 0));
    assertThat(text())
        .contains("Queue mail is paused, for everybody; resume it.")
        .as("nothing that the pause belies")
        .doesNotContain("next claim");
  }

  @Test
  void queueThatNobodyHereServesMayBeServedElsewhere() {
    workers.add(
        new WorkerView("other", List.of("reports"), false, Set.of(), State.STARTED, 5, List.of()));
    assertThat(reasons()).containsExactly(new Reason.NoWorker("mail"), new Reason.InLine(0, 0));
    assertThat(text()).contains("those of other processes may, which cannot be seen from here");
  }

  @Test
  void workersThatDoNotClaimAreToldEachWithItsState() {
    worker(State.NOT_STARTED, 1);
    worker(State.PAUSED, 1);
    worker(State.STOPPED, 1);
    assertThat(reasons())
        .containsExactly(
            new Reason.WorkerNotStarted("NOT_STARTED"),
            new Reason.WorkerPaused("PAUSED"),
            new Reason.WorkerStopped("STOPPED"),
            new Reason.InLine(0, 0));
    assertThat(text())
        .contains("Worker NOT_STARTED was built and not started; start it.")
        .contains("Worker PAUSED is paused; resume it.")
        .contains("Worker STOPPED has stopped or is stopping; start another.");
  }

  @Test
  @Rule("V3")
  void oneWorkerThatCanRunItIsEnough() {
    worker(State.PAUSED, 1);
    worker(State.STARTED, 1);
    assertThat(reasons()).containsExactly(new Reason.InLine(0, 0));
  }

  @Test
  void typeWithoutAHandlerIsToldWithTheKnownOnes() {
    workers.add(
        new WorkerView(
            "n", List.of("mail"), false, Set.of("b", "a"), State.STARTED, 1, List.of(TWIN)));
    assertThat(reasons())
        .containsExactly(
            new Reason.NoHandler("n", "welcome", Set.of("a", "b")), new Reason.InLine(0, 0));
    assertThat(text()).contains("Worker n has no handler for type welcome, only for a, b;");
  }

  @Test
  void fullSlotsAreToldWithTheJobsThatRun() {
    JobId third = new JobId(5, 6);
    worker(State.STARTED, 1, TWIN);
    worker(State.STARTED, 1, third);
    worker(State.PAUSED, 7);
    assertThat(reasons())
        .containsExactly(new Reason.SlotsBusy(2, List.of(TWIN, third)), new Reason.InLine(0, 0));
    assertThat(text()).contains("All 2 slots of the workers here are busy, with " + TWIN);
  }

  @Test
  void manyRunningJobsAreNotAllPrinted() {
    List<JobId> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(new JobId(7, i));
    }
    assertThat(new Reason.SlotsBusy(25, many).text()).contains("and 15 more").hasSizeLessThan(500);
  }

  @Test
  void queuesThatItsWorkerServesFirstCountUnlessAnotherWorkerComesSooner() {
    stats.add(stats("mail", 3, false));
    stats.add(stats("urgent", 10, false));
    stats.add(stats("asleep", 1000, true));
    stats.add(stats("late", 1000, false));
    List<String> order = List.of("urgent", "asleep", "mail", "late");
    workers.add(new WorkerView("n", order, false, Set.of(), State.STARTED, 1, List.of()));
    assertThat(reasons()).containsExactly(new Reason.InLine(2, 10));
    assertThat(text())
        .contains(
            "at most 2 jobs of its queue and 10 jobs of queues that its workers may serve first");

    worker(State.STARTED, 1);
    assertThat(reasons()).containsExactly(new Reason.InLine(2, 0));
  }

  @Test
  void anyQueueOfAWeightedWorkerMayComeFirst() {
    stats.add(stats("mail", 1, false));
    stats.add(stats("urgent", 10, false));
    stats.add(stats("late", 5, false));
    List<String> queues = List.of("urgent", "mail", "late");
    workers.add(new WorkerView("n", queues, true, Set.of(), State.STARTED, 1, List.of()));

    assertThat(reasons()).containsExactly(new Reason.InLine(0, 15));
  }

  @Test
  void readyJobTellsItsLastAttempt() {
    history.add(new Attempt(1, NOW.minusSeconds(300), "n", "rescue", new Failure("")));
    history.add(ATTEMPT);
    worker(State.STARTED, 1);
    assertThat(reasons())
        .containsExactly(
            new Reason.InLine(0, 0), new Reason.HasFailed(false, Optional.of(ATTEMPT)));
    assertThat(text())
        .endsWith("- Attempt 2 ended at 2026-01-01T11:58:30Z on node node-9 (retry): boom.");
  }

  // ---- claimed

  @Test
  @Rule("V3")
  void claimedJobTellsWhoHoldsIt() {
    state = JobState.RESERVED;
    assertThat(reasons())
        .containsExactly(new Reason.LeaseHeld("node-7", leaseUntil, Optional.empty()));
    assertThat(text())
        .contains(
            "Node node-7 has claimed it and works at it; its lease holds until 2026-01-01T12:00:10Z");
  }

  @Test
  void leaseThatRanOutIsOverdueAndWaitsForSomebodyToClaim() {
    state = JobState.RESERVED;
    leaseUntil = NOW.minusSeconds(65);
    assertThat(reasons())
        .containsExactly(
            new Reason.LeaseHeld("node-7", leaseUntil, Optional.of(Duration.ofSeconds(65))),
            new Reason.NoWorker("mail"));
    assertThat(text())
        .contains("has not renewed its lease, which ran out at")
        .contains("1 min 5 s ago");
  }

  @Test
  void wishToCancelComesFirst() {
    state = JobState.RESERVED;
    isCancelled = true;
    assertThat(reasons())
        .containsExactly(
            new Reason.CancelRequested(),
            new Reason.LeaseHeld("node-7", leaseUntil, Optional.empty()));
  }

  // ---- failed

  @Test
  void failedJobTellsItsLastError() {
    state = JobState.FAILED;
    history.add(ATTEMPT);
    keyHolder = Optional.of(ID);
    assertThat(reasons()).containsExactly(new Reason.HasFailed(true, Optional.of(ATTEMPT)));
    assertThat(text()).contains("set aside until it is retried or forgotten. Attempt 2 ended at");
  }

  @Test
  void failedJobWithoutAHistoryIsStillExplained() {
    state = JobState.FAILED;
    assertThat(reasons()).containsExactly(new Reason.HasFailed(true, Optional.empty()));
    assertThat(text()).contains("Nothing is told of its attempts.");
  }

  @Test
  void failedJobWhoseKeyIsTakenCannotBeRetried() {
    state = JobState.FAILED;
    keyHolder = Optional.of(TWIN);
    assertThat(reasons())
        .containsExactly(new Reason.HasFailed(true, Optional.empty()), new Reason.UniqueTwin(TWIN));
    assertThat(text())
        .endsWith("- It cannot be retried while job " + TWIN + " has its unique key.");
  }

  // ---- words

  @Test
  void spansAreToldInTheirTwoLargestUnits() {
    assertThat(Spans.text(Duration.ofMillis(250))).isEqualTo("250 ms");
    assertThat(Spans.text(Duration.ofMillis(1999))).isEqualTo("1 s");
    assertThat(Spans.text(Duration.ofMinutes(3))).isEqualTo("3 min");
    assertThat(Spans.text(Duration.ofSeconds(3 * 3600 + 1259))).isEqualTo("3 h 20 min");
    assertThat(Spans.text(Duration.ofHours(49))).isEqualTo("2 d 1 h");
  }

  // ---- fixture

  private List<Reason> reasons() {
    return explanation().reasons();
  }

  private String text() {
    return explanation().text();
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines);
  }

  private Explanation explanation() {
    return Diagnosis.of(
        new Facts(
            ID,
            NOW,
            isGone ? Optional.empty() : Optional.of(view()),
            twin,
            keyHolder,
            stats,
            workers));
  }

  private JobView view() {
    boolean isReserved = state == JobState.RESERVED;
    Job job = Job.builder().id(ID).queue("mail").type("welcome").createdAt(NOW).build();
    return new JobView(
        job,
        state,
        1,
        1,
        availableAt,
        isReserved ? NOW.minusSeconds(5) : null,
        isReserved ? leaseUntil : null,
        isReserved ? "node-7" : null,
        isCancelled,
        history);
  }

  private static QueueStats stats(String queue, long ready, boolean paused) {
    return new QueueStats(
        queue,
        ready,
        0,
        0,
        0,
        ready,
        0,
        0,
        0,
        0,
        0,
        0,
        paused,
        0,
        Optional.empty(),
        Optional.empty());
  }

  private void worker(State workerState, int slots, JobId... running) {
    workers.add(
        new WorkerView(
            workerState.name(),
            List.of("mail"),
            false,
            Set.of(),
            workerState,
            slots,
            List.of(running)));
  }
}
