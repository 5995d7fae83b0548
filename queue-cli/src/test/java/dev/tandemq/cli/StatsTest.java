package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How queues stand, as it is told. */
final class StatsTest {

  private static final String NO_TIME = "\"lastJobAt\":null,\"createdAt\":null}";
  private static final String ZEROS =
      "\"ready\":0,\"delayed\":0,\"reserved\":0,\"completed\":0,\"failed\":0,\"removed\":0,"
          + "\"size\":0,\"pushed\":0,\"retried\":0,\"retries\":0,\"snoozed\":0,\"rescued\":0,"
          + "\"paused\":false,\"bound\":0,";

  @Test
  void anUnknownQueueHasZeros() {
    Outcome outcome = InProcess.run("", "stats", "-u", "shared:stats-0", "-o", "json", "mail");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("[{\"queue\":\"mail\"," + ZEROS + NO_TIME + "]\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aStoreWithoutQueuesHasNone() {
    assertThat(InProcess.run("", "stats", "-u", "shared:stats-1", "-o", "json").out())
        .isEqualTo("[]\n");
    assertThat(InProcess.run("", "stats", "-u", "shared:stats-1", "-o", "jsonl").out()).isEmpty();
  }

  @Test
  void allQueuesAreToldInTheOrderOfTheirNamesOrOfTheQuestion() {
    String url = "shared:stats-2";
    InProcess.run("", "push", "-u", url, "-q", "news", "--delay", "1h", "x");
    InProcess.run("a\nb\n", "push", "-u", url, "-q", "mail", "--lines");

    Outcome table = InProcess.run("", "stats", "-u", url, "-o", "table");
    assertThat(table.outLines().get(0))
        .matches(
            "queue +ready +delayed +reserved +completed +failed +removed +size +paused +lastJobAt");
    assertThat(table.outLines().get(1))
        .matches("mail +2 +0 +0 +0 +0 +0 +2 +no +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(table.outLines().get(2)).matches("news +0 +1 +0 +0 +0 +0 +1 +no +\\d{4}.*Z");
    assertThat(table.outLines()).hasSize(3);

    Outcome lines = InProcess.run("", "stats", "-u", url, "-o", "jsonl", "news", "mail", "other");
    assertThat(lines.outLines()).hasSize(3);
    assertThat(lines.outLines().get(0))
        .startsWith("{\"queue\":\"news\",\"ready\":0,\"delayed\":1,");
    assertThat(lines.outLines().get(1))
        .startsWith("{\"queue\":\"mail\",\"ready\":2,\"delayed\":0,");
    assertThat(lines.outLines().get(2)).startsWith("{\"queue\":\"other\",\"ready\":0,");
  }

  @Test
  void optionsMayComeAfterTheQueue() {
    Outcome stats = InProcess.run("", "stats", "mail", "-u", "shared:stats-5", "-o", "jsonl");

    assertThat(stats.exitCode()).isZero();
    assertThat(stats.outLines()).singleElement().asString().startsWith("{\"queue\":\"mail\",");
  }

  @Test
  void whatWasDoneIsCounted() {
    String url = "shared:stats-3";
    InProcess.run("a\nb\nc\n", "push", "-u", url, "-q", "mail", "--lines", "--max-attempts", "1");
    InProcess.run(
        "", "work", "-u", url, "-q", "mail", "--drain", "--", "sh", "-c", "[ \"$(cat)\" != b ]");

    assertThat(InProcess.run("", "stats", "-u", url, "-o", "jsonl", "mail").out())
        .startsWith(
            "{\"queue\":\"mail\",\"ready\":0,\"delayed\":0,\"reserved\":0,\"completed\":2,"
                + "\"failed\":1,\"removed\":0,\"size\":0,\"pushed\":3,");
  }

  @Test
  void mistakesAreTypedAndNothingIsContacted() {
    Outcome name = InProcess.run("", "stats", "-u", "shared:unreachable", "a/b");
    assertThat(name.exitCode()).isEqualTo(2);
    assertThat(name.errLines()).hasSize(1);
    assertThat(name.err()).startsWith("tandem stats: queue holds the character U+002F");

    Outcome format = InProcess.run("", "stats", "-u", "shared:unreachable", "-o", "text");
    assertThat(format.exitCode()).isEqualTo(2);
    assertThat(format.err()).contains("'text' is none of table, json, jsonl");

    Outcome local = InProcess.run("", "stats", "-u", "memory:");
    assertThat(local.exitCode()).isEqualTo(2);
    assertThat(local.err()).contains("the store \"memory:\" lives in one process");
    assertThat(InProcess.run("", "stats", "-u", "memory:shop").exitCode()).isEqualTo(2);
  }

  @Test
  void aStoreThatDoesNotAnswerIsExitThree() {
    Outcome unreachable = InProcess.run("", "stats", "-u", "shared:unreachable");
    assertThat(unreachable.exitCode()).isEqualTo(3);
    assertThat(unreachable.err()).isEqualTo("tandem stats: nobody answers\n");

    SharedDriver.store("stats-4").setDown(true);
    assertThat(InProcess.run("", "stats", "-u", "shared:stats-4", "mail").exitCode()).isEqualTo(3);
  }
}
