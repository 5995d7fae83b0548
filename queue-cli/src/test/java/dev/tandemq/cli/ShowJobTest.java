package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobId;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** One job: {@code job} and {@code why}. */
final class ShowJobTest {

  private static final String MOMENT = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";

  private QueuedJobs queued = new QueuedJobs("job");

  @BeforeEach
  void ownStore(TestInfo test) {
    queued = new QueuedJobs("job-" + test.getTestMethod().orElseThrow().getName());
  }

  // ---- job

  @Test
  void everythingIsInTheJson() {
    JobId id =
        queued.failed(
            "mail",
            1,
            "no such address",
            job ->
                job.type("welcome")
                    .payload("Dear Ada")
                    .priority(-3)
                    .maxAttempts(5)
                    .backoff(Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)))
                    .uniqueKey("ada")
                    .tag("to", "Ada")
                    .tag("from", "Bob")
                    .header("trace", "1-2"));

    String json = queued.tandem("job", id.toString()).out();

    assertThat(json)
        .matches(
            "\\{\"id\":\""
                + id
                + "\",\"queue\":\"mail\",\"type\":\"welcome\",\"state\":\"failed\",\"attempts\":1,"
                + "\"maxAttempts\":5,\"priority\":-3,\"timeoutMs\":300000,\"delayMs\":0,"
                + "\"backoff\":\\{\"kind\":\"exponential\",\"baseMs\":1000,\"capMs\":60000},"
                + "\"uniqueKey\":\"ada\",\"tags\":\\{\"from\":\"Bob\",\"to\":\"Ada\"},"
                + "\"headers\":\\{\"trace\":\"1-2\"},\"createdAt\":\"2026-01-02T03:04:05Z\","
                + "\"availableAt\":"
                + MOMENT
                + ",\"reservedAt\":null,\"leaseEndsAt\":null,\"node\":null,\"token\":1,"
                + "\"cancelRequested\":false,\"payloadBytes\":8,\"payload\":\"Dear Ada\","
                + "\"history\":\\[\\{\"attempt\":1,\"endedAt\":"
                + MOMENT
                + ",\"node\":\"n1\",\"end\":\"bury\",\"error\":\"no such address\"}]}\n");
    // A store in memory knows the moments of its jobs by a clock that is not the wall's.
    assertThat(queued.tandem("job", "-o", "jsonl", id.toString()).out().replaceAll(MOMENT, "now"))
        .isEqualTo(json.replaceAll(MOMENT, "now"));
  }

  @Test
  void whatAJobDoesNotHaveIsNull() {
    String id = queued.ready("mail", 1).toString();

    assertThat(queued.tandem("job", id).out())
        .contains(
            "\"backoff\":null,\"uniqueKey\":null,\"tags\":{},\"headers\":{},",
            "\"reservedAt\":null,\"leaseEndsAt\":null,\"node\":null,\"token\":0,",
            "\"payloadBytes\":0,\"payload\":\"\",\"history\":[]}");
  }

  @Test
  void aPayloadThatIsNoTextIsInBase64() {
    byte[] bytes = {(byte) 0xff, 0, 'a'};
    String id = queued.job("mail", 1, job -> job.payload(bytes)).toString();

    assertThat(queued.tandem("job", id).out())
        .contains("\"payloadBytes\":3,\"payloadBase64\":\"/wBh\",\"history\"")
        .doesNotContain("\"payload\":");
    assertThat(queued.tandem("job", id, "-o", "table").outLines())
        .contains("payload      \"\\xff\\x00a\"", "bytes        3");
  }

  @Test
  void theTableHasALineForEachFieldThatAppliesAndOneForEachAttempt() {
    JobId id =
        queued.failed(
            "mail", 1, "line 1\nline 2", job -> job.payload("Dear\n\u001b[31mAda").tag("a", "b\r"));

    List<String> lines = queued.tandem("job", id.toString(), "-o", "table").outLines();

    assertThat(lines)
        .contains(
            "id           " + id,
            "queue        mail",
            "state        failed",
            "attempts     1 of 3",
            "timeout      5 m 00 s",
            "tags         a=b",
            "payload      \"Dear\\n\\x1b[31mAda\"")
        .noneMatch(line -> line.startsWith("node ") || line.startsWith("uniqueKey"));
    assertThat(lines.get(lines.size() - 2)).matches("attempt +endedAt +node +end +error");
    assertThat(lines.get(lines.size() - 1)).matches("1 +\\S+Z +n1 +bury +line 1\\\\nline 2");
  }

  @Test
  void anIdThatIsNotThereIsExitFour() {
    String id = QueuedJobs.id(1).toString();

    for (String verb : List.of("job", "why")) {
      Outcome outcome = queued.tandem(verb, id);
      assertThat(outcome.exitCode()).isEqualTo(4);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .isEqualTo(
              "tandem "
                  + verb
                  + ": there is no job "
                  + id
                  + ": it is complete, was removed, or never was\n");
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsExitThree() {
    queued.store().setDown(true);
    for (String verb : List.of("job", "why")) {
      Outcome outcome = queued.tandem(verb, QueuedJobs.id(1).toString());
      assertThat(outcome.exitCode()).isEqualTo(3);
      assertThat(outcome.err()).isEqualTo("tandem " + verb + ": nobody answers\n");
    }
  }

  // ---- why

  @Test
  void ofADelayedJobOfAPausedQueueBothAreTold() {
    String id = queued.delayed("mail", 1).toString();
    var unused = QueuedJobs.ask(queued.store().pause("mail", true));

    List<String> lines = queued.tandem("why", id, "-o", "table").outLines();

    assertThat(lines.get(0))
        .isEqualTo("Job " + id + " of queue mail, type raw, delayed, 0 of 3 attempts spent.");
    assertThat(lines.get(1)).startsWith("- It is delayed until ").contains(", in 1 h 59 min");
    assertThat(lines.get(2)).isEqualTo("- Queue mail is paused, for everybody; resume it.");
  }

  @Test
  void reasonsHaveAKindAndWords() {
    String id = queued.ready("mail", 1).toString();
    var unused = QueuedJobs.ask(queued.store().pause("mail", true));

    assertThat(queued.tandem("why", id).out())
        .startsWith(
            "{\"id\":\""
                + id
                + "\",\"queue\":\"mail\",\"state\":\"ready\",\"reasons\":[{\"kind\":\"queuePaused\","
                + "\"text\":\"Queue mail is paused, for everybody; resume it.\"},{\"kind\":\"")
        .contains("{\"kind\":\"inLine\",\"text\":\"It is the only ready job of its queue")
        .endsWith("\"}]}\n");
  }

  @Test
  void whoHoldsAJobIsTold() {
    String id = queued.reserved("mail", 1).toString();

    assertThat(queued.tandem("why", id, "-o", "table").out())
        .contains("- Node n1 has claimed it and works at it; its lease holds until ");
  }

  @Test
  void anErrorCannotLookLikeAnotherReason() {
    String id = queued.failed("mail", 1, "x\n- All is well \u001b[1m").toString();

    List<String> lines = queued.tandem("why", id, "-o", "table").outLines();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .startsWith("- It is set aside until it is retried or forgotten. Attempt 1 ended at ")
        .endsWith("(bury): x\\n- All is well \\x1b[1m.");
  }
}
