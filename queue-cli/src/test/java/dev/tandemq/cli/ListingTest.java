package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.job.JobId;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues and jobs in lists: {@code queues}, {@code jobs}, {@code failed}. */
final class ListingTest {

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private QueuedJobs queued = new QueuedJobs("listing");

  @BeforeEach
  void ownStore(TestInfo test) {
    queued =
        new QueuedJobs(
            "listing-"
                + test.getTestMethod().orElseThrow().getName()
                + test.getDisplayName().hashCode());
  }

  private static List<String> ids(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return ID.matcher(outcome.out()).results().map(found -> found.group(1)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "failed"})
  void aStoreThatCannotListJobsIsExitOneWithTheWayThatIsLeft(String verb) {
    String id = queued.failed("mail", 1, "x").toString();
    String url = queued.url().replace("shared:", "unlisted:");

    Outcome outcome = InProcess.run("", verb, "-u", url, "-q", "mail");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "tandem "
                + verb
                + ": this store cannot list jobs; tandem job ID shows one by its id\n");
    assertThat(InProcess.run("", "job", "-u", url, id).exitCode()).as("that way").isZero();
  }

  // ---- queues

  @Test
  void queuesAreListedByNameWithWhatWaitsInThem() {
    var unused = queued.failed("news", 1, "x");
    unused = queued.reserved("news", 2);
    unused = queued.delayed("mail", 3);
    unused = queued.ready("mail", 4);
    unused = queued.ready("mail", 5);
    var unusedPause = QueuedJobs.ask(queued.store().pause("void", true));

    assertThat(queued.tandem("queues", "-o", "jsonl").outLines())
        .containsExactly(
            "{\"queue\":\"mail\",\"ready\":2,\"delayed\":1,\"reserved\":0,\"failed\":0,\"size\":3,"
                + "\"paused\":false}",
            "{\"queue\":\"news\",\"ready\":0,\"delayed\":0,\"reserved\":1,\"failed\":1,\"size\":1,"
                + "\"paused\":false}",
            "{\"queue\":\"void\",\"ready\":0,\"delayed\":0,\"reserved\":0,\"failed\":0,\"size\":0,"
                + "\"paused\":true}");
    List<String> table = queued.tandem("queues", "-o", "table").outLines();
    assertThat(table.get(0)).matches("queue +ready +delayed +reserved +failed +size +paused");
    assertThat(table.get(1)).matches("mail +2 +1 +0 +0 +3 +no");
    assertThat(table.get(3)).matches("void +0 +0 +0 +0 +0 +yes");
    assertThat(table).hasSize(4);
  }

  @Test
  void aStoreWithoutQueuesHasAnEmptyList() {
    assertThat(queued.tandem("queues").out()).isEqualTo("[]\n");
  }

  // ---- jobs

  @Test
  void whatRunsIsListedFirstThenWhatWaitsThenWhatFailed() {
    String failed = queued.failed("mail", 1, "no such address").toString();
    String reserved = queued.reserved("mail", 2).toString();
    String delayed = queued.delayed("mail", 3).toString();
    String ready = queued.job("mail", 4, job -> job.priority(7).payload("12345")).toString();
    var unused = queued.ready("other", 5);

    Outcome all = queued.tandem("jobs", "-q", "mail", "-o", "jsonl");
    assertThat(ids(all)).containsExactly(reserved, ready, delayed, failed);
    assertThat(all.err()).isEmpty();
    for (String state : List.of("reserved", "ready", "delayed", "failed")) {
      Outcome one = queued.tandem("jobs", "-q", "mail", "--state", state, "-o", "jsonl");
      assertThat(ids(one)).hasSize(1);
      assertThat(one.out()).contains("\"state\":\"" + state + "\"");
    }

    List<String> table = queued.tandem("jobs", "-q", "mail", "-o", "table").outLines();
    assertThat(table.get(0)).matches("id +state +type +attempts +priority +availableAt +node");
    assertThat(table.get(1)).matches(reserved + " +reserved +raw +0 of 3 +0 +\\S+Z +n1");
    assertThat(table.get(2)).matches(ready + " +ready +raw +0 of 3 +7 +\\S+Z +-");
    assertThat(table.get(4)).matches(failed + " +failed +raw +1 of 3 +0 +\\S+Z +-");
  }

  @Test
  void aJobInAListHasTheseFields() {
    String ready = queued.job("mail", 4, job -> job.priority(7).payload("12345")).toString();
    String moment = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";

    String json = queued.tandem("jobs", "-q", "mail").out();
    assertThat(json)
        .matches(
            "\\[\\{\"id\":\""
                + ready
                + "\",\"queue\":\"mail\",\"type\":\"raw\",\"state\":\"ready\",\"attempts\":0,"
                + "\"maxAttempts\":3,\"priority\":7,\"payloadBytes\":5,"
                + "\"createdAt\":\"2026-01-02T03:04:05Z\",\"availableAt\":"
                + moment
                + ",\"reservedAt\":null,\"leaseEndsAt\":null,\"node\":null,"
                + "\"cancelRequested\":false,\"lastError\":null,\"lastErrorAt\":null}]\n");

    var unused = QueuedJobs.ask(queued.store().remove(List.of(JobId.parse(ready))));
    JobId reserved = queued.reserved("mail", 5);
    var unusedCancel = QueuedJobs.ask(queued.store().cancel(List.of(reserved)));
    assertThat(queued.tandem("jobs", "-q", "mail", "-o", "jsonl").out())
        .containsPattern("\"reservedAt\":" + moment + ",\"leaseEndsAt\":" + moment)
        .contains("\"node\":\"n1\",\"cancelRequested\":true,");
    assertThat(queued.tandem("jobs", "-q", "mail", "-o", "table").out())
        .contains("reserved (to be cancelled)");
  }

  @Test
  void aListIsBoundedAndSaysThatThereIsMore() {
    for (int number = 0; number < 151; number++) {
      var unused = queued.ready("mail", number);
    }

    Outcome usual = queued.tandem("jobs", "-q", "mail");
    assertThat(ids(usual)).hasSize(100).doesNotHaveDuplicates();
    assertThat(usual.err())
        .isEqualTo("tandem jobs: there are more than these 100; --limit N lists more\n");

    Outcome exact = queued.tandem("jobs", "-q", "mail", "--limit", "151");
    assertThat(ids(exact)).hasSize(151).doesNotHaveDuplicates();
    assertThat(exact.err()).isEmpty();

    Outcome one = queued.tandem("jobs", "-q", "mail", "--limit=1", "-o", "table");
    assertThat(one.outLines()).hasSize(2);
    assertThat(one.err()).contains("more than these 1;");
    assertThat(ids(queued.tandem("jobs", "-q", "mail", "--limit", "100000"))).hasSize(151);
  }

  @Test
  void theLimitCountsOverAllStates() {
    Set<String> all = new HashSet<>();
    all.add(queued.failed("mail", 1, "x").toString());
    all.add(queued.reserved("mail", 2).toString());
    all.add(queued.delayed("mail", 3).toString());

    Outcome two = queued.tandem("jobs", "-q", "mail", "--limit", "2");
    assertThat(ids(two)).hasSize(2).isSubsetOf(all);
    assertThat(two.err()).contains("there are more than these 2");
    assertThat(queued.tandem("jobs", "-q", "mail", "--limit", "3").err()).isEmpty();
  }

  @Test
  void ofAnUnknownQueueThereIsNoJob() {
    assertThat(queued.tandem("jobs", "-q", "nobody").out()).isEqualTo("[]\n");
    assertThat(queued.tandem("jobs", "-q", "nobody", "-o", "jsonl").out()).isEmpty();
    assertThat(queued.tandem("queues").out()).as("asking makes no queue").isEqualTo("[]\n");
  }

  // ---- failed

  @Test
  void failedJobsAreListedWithTheirLastError() {
    String id = queued.failed("mail", 1, "no such\naddress \u001b[31m").toString();
    var unused = queued.ready("mail", 2);

    Outcome json = queued.tandem("failed", "-q", "mail", "-o", "jsonl");
    assertThat(ids(json)).containsExactly(id);
    assertThat(json.out())
        .contains("\"state\":\"failed\"")
        .contains("\"lastError\":\"no such\\naddress \\u001B[31m\",\"lastErrorAt\":\"20")
        .doesNotContain("\u001b");

    List<String> table = queued.tandem("failed", "-q", "mail", "-o", "table").outLines();
    assertThat(table.get(0)).matches("id +type +attempts +lastErrorAt +lastError");
    Matcher row = Pattern.compile(id + " +raw +1 of 3 +\\S+Z +(.*)").matcher(table.get(1));
    assertThat(row.matches()).as(table.get(1)).isTrue();
    assertThat(row.group(1)).isEqualTo("no such\\naddress \\x1b[31m");
    assertThat(table).hasSize(2);
  }

  @Test
  void failedJobsAreBoundedTheSame() {
    for (int number = 0; number < 3; number++) {
      var unused = queued.failed("mail", number, "x");
    }

    Outcome two = queued.tandem("failed", "-q", "mail", "--limit", "2");
    assertThat(ids(two)).hasSize(2);
    assertThat(two.err())
        .isEqualTo("tandem failed: there are more than these 2; --limit N lists more\n");
  }

  @Test
  void aStoreThatDoesNotAnswerIsExitThree() {
    queued.store().setDown(true);
    for (Outcome outcome :
        List.of(
            queued.tandem("queues"),
            queued.tandem("jobs", "-q", "mail"),
            queued.tandem("failed", "-q", "mail"))) {
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
      assertThat(outcome.errLines()).hasSize(1);
      assertThat(outcome.err()).endsWith(": nobody answers\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"> /dev/full, 1", "| head -c 0, 0"})
  void aListThatCannotBePrintedIsNoInternalError(String where, int exitCode) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    String words =
        TandemProcess.command("queues", "-u", "shared:" + SharedDriver.WITH_A_JOB).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    try (TandemProcess tandem =
        TandemProcess.start(List.of("sh", "-c", words + " " + where), Map.of())) {
      Outcome outcome = tandem.end();
      assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
      assertThat(outcome.err())
          .isEqualTo(
              exitCode == 0
                  ? ""
                  : "tandem queues: cannot write to standard output: No space left on device\n");
    }
  }

  // ---- watched

  @ParameterizedTest
  @ValueSource(strings = {"queues", "jobs", "failed"})
  void whatHasChangedIsShownAgain(String verb) {
    var unused = queued.failed("mail", 1, "x");
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        CompletableFuture.supplyAsync(
            () -> process.start(InputStream.nullInputStream(), watching(verb)),
            task -> new Thread(task, "watching-" + verb).start());
    Waiting.until(() -> process.output().lines().count() == 1, "it is shown");
    unused = queued.failed("mail", 2, "x");
    Waiting.until(() -> process.output().lines().count() > 1, "what came is shown");
    Waiting.until(
        () -> process.output().lines().reduce("", (a, b) -> b).contains(last(verb)),
        "it is shown as it is");
    assertThat(process.signal("INT")).isTrue();

    Outcome outcome = end.join();
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
    assertThat(outcome.outLines())
        .as("nothing is shown that was shown before")
        .hasSizeBetween(2, 4)
        .doesNotHaveDuplicates();
  }

  private String[] watching(String verb) {
    Stream<String> words = Stream.of(verb, "-u", queued.url(), "-o", "json", "--watch=100ms");
    return Stream.concat(words, verb.equals("queues") ? Stream.of() : Stream.of("-q", "mail"))
        .toArray(String[]::new);
  }

  private static String last(String verb) {
    return verb.equals("queues") ? "\"failed\":2" : QueuedJobs.id(2) + "";
  }
}
