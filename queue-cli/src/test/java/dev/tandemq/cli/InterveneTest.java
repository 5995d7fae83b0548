package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes something: {@code retry, forget, cancel, pause, resume, clear}. */
final class InterveneTest {

  private QueuedJobs queued = new QueuedJobs("intervene");

  @BeforeEach
  void ownStore(TestInfo test) {
    queued = new QueuedJobs("intervene-" + test.getDisplayName());
  }

  private static String answer(JobId id, String queue, String result) {
    return "{\"id\":\""
        + id
        + "\",\"queue\":\""
        + queue
        + "\",\"result\":\""
        + result
        + "\",\"reason\":null}";
  }

  private static String unknown(JobId id) {
    return "{\"id\":\""
        + id
        + "\",\"queue\":null,\"result\":\"unknown\","
        + "\"reason\":\"there is no such job: it is complete, was removed, or never was\"}";
  }

  private static String refused(JobId id, String reason) {
    return "{\"id\":\""
        + id
        + "\",\"queue\":\"mail\",\"result\":\"refused\",\"reason\":\""
        + reason
        + "\"}";
  }

  // ---- retry

  @Test
  void failedJobsOfWhateverQueueAreRetriedByTheirIds() {
    JobId one = queued.failed("mail", 1, "x");
    JobId two = queued.failed("news", 2, "x");

    Outcome outcome = queued.tandem("retry", one.toString(), two.toString(), one.toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            "[" + answer(one, "mail", "retried") + "," + answer(two, "news", "retried") + "]\n");
    assertThat(queued.stateOf(one)).isEqualTo(JobState.READY);
    assertThat(queued.find(two).orElseThrow().attempts()).isZero();
    assertThat(queued.find(two).orElseThrow().history()).hasSize(1);
  }

  @Test
  void whatIsNotFailedIsRefusedAndWhatIsNotThereIsExitFour() {
    JobId failed = queued.failed("mail", 1, "x");
    JobId ready = queued.ready("mail", 2);
    JobId nobody = QueuedJobs.id(3);

    Outcome refused = queued.tandem("retry", "-o", "jsonl", ready.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.outLines()).containsExactly(refused(ready, "it is ready, not failed"));

    Outcome all =
        queued.tandem(
            "retry", "-o", "jsonl", ready.toString(), nobody.toString(), failed.toString());
    assertThat(all.exitCode()).isEqualTo(4);
    assertThat(all.outLines())
        .containsExactly(
            refused(ready, "it is ready, not failed"),
            unknown(nobody),
            answer(failed, "mail", "retried"));
    assertThat(queued.tandem("retry", nobody.toString(), "-o", "table").outLines().get(1))
        .matches(nobody + "  -  +unknown  +there is no such job: .*");
  }

  @Test
  void whoseKeyWasTakenMeanwhileIsRefused() {
    JobId failed = queued.failed("mail", 1, "x", job -> job.uniqueKey("k"));
    var unused = queued.job("mail", 2, job -> job.uniqueKey("k"));

    Outcome outcome = queued.tandem("retry", "-o", "jsonl", failed.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.outLines())
        .containsExactly(
            refused(failed, "another job has its unique key, or it is not failed any more"));
    assertThat(queued.stateOf(failed)).isEqualTo(JobState.FAILED);
  }

  @Test
  void allFailedJobsOfOneQueueAreRetried() {
    JobId one = queued.failed("mail", 1, "x");
    JobId two = queued.failed("mail", 2, "x");
    JobId other = queued.failed("news", 3, "x");

    Outcome outcome = queued.tandem("retry", "-q", "mail", "--all", "--yes");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("[{\"queue\":\"mail\",\"retried\":2}]\n");
    assertThat(queued.stateOf(one)).isEqualTo(JobState.READY);
    assertThat(queued.stateOf(two)).isEqualTo(JobState.READY);
    assertThat(queued.stateOf(other)).isEqualTo(JobState.FAILED);
    Outcome again = queued.tandem("retry", "-q", "mail", "--all", "--yes", "-o", "table");
    assertThat(again.outLines()).containsExactly("queue  retried", "mail   0");
  }

  // ---- forget

  @Test
  void onlyFailedJobsAreForgotten() {
    JobId failed = queued.failed("mail", 1, "x");
    JobId ready = queued.ready("mail", 2);

    Outcome outcome =
        queued.tandem("forget", "--yes", "-o", "jsonl", failed.toString(), ready.toString());

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.outLines())
        .containsExactly(
            answer(failed, "mail", "forgotten"), refused(ready, "it is ready, not failed"));
    assertThat(queued.find(failed)).isEmpty();
    assertThat(queued.stateOf(ready)).isEqualTo(JobState.READY);
    assertThat(queued.tandem("forget", "--yes", failed.toString()).exitCode()).isEqualTo(4);
  }

  @Test
  void allFailedJobsOfOneQueueAreForgotten() {
    var unused = queued.failed("mail", 1, "x");
    JobId ready = queued.ready("mail", 2);
    JobId other = queued.failed("news", 3, "x");

    assertThat(queued.tandem("forget", "-q", "mail", "--all", "--yes").out())
        .isEqualTo("[{\"queue\":\"mail\",\"forgotten\":1}]\n");
    assertThat(queued.stateOf(ready)).isEqualTo(JobState.READY);
    assertThat(queued.stateOf(other)).isEqualTo(JobState.FAILED);
  }

  // ---- cancel

  @Test
  void whatWaitsIsRemovedAndWhatRunsIsRequestedToEnd() {
    JobId reserved = queued.reserved("mail", 1);
    JobId ready = queued.ready("mail", 2);
    JobId delayed = queued.delayed("mail", 3);

    Outcome outcome =
        queued.tandem(
            "cancel",
            "--yes",
            "-o",
            "jsonl",
            reserved.toString(),
            ready.toString(),
            delayed.toString());

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines())
        .containsExactly(
            answer(reserved, "mail", "requested"),
            answer(ready, "mail", "removed"),
            answer(delayed, "mail", "removed"));
    assertThat(queued.find(reserved).orElseThrow().isCancelled()).isTrue();
    assertThat(queued.find(ready)).isEmpty();
    assertThat(queued.find(delayed)).isEmpty();
  }

  @Test
  void aFailedJobIsNotCancelledAndAnUnknownOneIsExitFour() {
    JobId failed = queued.failed("mail", 1, "x");
    JobId nobody = QueuedJobs.id(2);

    Outcome refused = queued.tandem("cancel", "--yes", "-o", "jsonl", failed.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.outLines())
        .containsExactly(refused(failed, "it is failed; tandem forget removes it"));
    Outcome unknown =
        queued.tandem("cancel", "--yes", "-o", "jsonl", failed.toString(), nobody.toString());
    assertThat(unknown.exitCode()).isEqualTo(4);
    assertThat(unknown.outLines().get(1)).isEqualTo(unknown(nobody));
  }

  // ---- pause, resume

  @Test
  void queuesArePausedAndResumed() {
    var unused = queued.ready("mail", 1);
    unused = queued.ready("news", 2);

    Outcome paused = queued.tandem("pause", "news", "mail", "news", "-o", "jsonl");
    assertThat(paused.exitCode()).as(paused.toString()).isZero();
    assertThat(paused.outLines())
        .containsExactly(
            "{\"queue\":\"news\",\"ready\":1,\"delayed\":0,\"reserved\":0,\"failed\":0,\"size\":1,"
                + "\"paused\":true}",
            "{\"queue\":\"mail\",\"ready\":1,\"delayed\":0,\"reserved\":0,\"failed\":0,\"size\":1,"
                + "\"paused\":true}");
    assertThat(paused.err()).isEmpty();

    Outcome resumed = queued.tandem("resume", "mail", "-o", "table");
    assertThat(resumed.outLines().get(1)).matches("mail +1 +0 +0 +0 +1 +no");
    assertThat(queued.tandem("queues", "-o", "table").out())
        .containsPattern("mail .* no\n")
        .containsPattern("news .* yes\n");
    assertThat(queued.tandem("pause", "news").exitCode()).as("it may be repeated").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "clear"})
  void aQueueThatNobodyKnowsMayBeASlip(String verb) {
    var unused = queued.ready("mails", 1);

    Outcome slip = queued.tandem(verb, "mail", verb.equals("clear") ? "--yes" : "--output=json");
    assertThat(slip.exitCode()).isZero();
    assertThat(slip.err())
        .isEqualTo("tandem " + verb + ": queue mail has never had a job; did you mean mails?\n");
    assertThat(slip.out()).startsWith("[{\"queue\":\"mail\",");
  }

  // ---- clear

  @Test
  void aClearedQueueKeepsItsFailedJobs() {
    JobId failed = queued.failed("mail", 1, "x");
    JobId reserved = queued.reserved("mail", 2);
    JobId ready = queued.ready("mail", 3);
    JobId other = queued.ready("news", 4);
    JobId third = queued.ready("third", 5);

    Outcome outcome = queued.tandem("clear", "mail", "news", "--yes");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out())
        .isEqualTo("[{\"queue\":\"mail\",\"removed\":2},{\"queue\":\"news\",\"removed\":1}]\n");
    assertThat(List.of(reserved, ready, other)).allMatch(id -> queued.find(id).isEmpty());
    assertThat(List.of(failed, third)).allMatch(id -> queued.find(id).isPresent());
  }

  // ---- trouble

  @ParameterizedTest
  @ValueSource(strings = {"retry", "forget", "cancel"})
  void aLostAnswerIsExitThreeAndWhatWasDoneBeforeIsTold(String verb) {
    boolean isCancel = verb.equals("cancel");
    JobId one = isCancel ? queued.delayed("mail", 1) : queued.failed("mail", 1, "x");
    JobId two = isCancel ? queued.delayed("mail", 2) : queued.failed("mail", 2, "x");
    JobId three = isCancel ? queued.delayed("mail", 3) : queued.failed("mail", 3, "x");
    queued.store().setLosingAnswersOf(two);

    Outcome lost =
        queued.tandem(
            verb, "--yes", "-o", "jsonl", one.toString(), two.toString(), three.toString());

    assertThat(lost.exitCode()).as(lost.toString()).isEqualTo(3);
    assertThat(lost.outLines()).hasSize(1);
    assertThat(lost.out()).startsWith("{\"id\":\"" + one + "\"");
    assertThat(lost.errLines())
        .containsExactly(
            "tandem " + verb + ": failed at job " + two + ", and ended there",
            "tandem " + verb + ": " + verb + ": the answer was lost");
    assertThat(queued.stateOf(three)).isEqualTo(isCancel ? JobState.DELAYED : JobState.FAILED);
  }
}
