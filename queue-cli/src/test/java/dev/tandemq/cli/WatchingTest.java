package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions that are asked again and again. */
final class WatchingTest {

  private final InProcess process = new InProcess();

  @Test
  void whatHasChangedIsPrintedOnceAndWhole() throws Exception {
    String url = "shared:watch-1";
    InProcess.run("", "push", "-u", url, "-q", "mail", "x");
    CompletableFuture<Outcome> end = begin("stats", "-u", url, "-o", "json", "--watch=100ms");
    awaitLines(1);
    InProcess.run("", "push", "-u", url, "-q", "mail", "y");
    awaitLines(2);
    InProcess.run("", "push", "-u", url, "-q", "news", "z");
    awaitLines(3);
    assertThat(process.signal("INT")).isTrue();

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
    assertThat(outcome.outLines().get(0)).startsWith("[{\"queue\":\"mail\",\"ready\":1,");
    assertThat(outcome.outLines().get(1)).startsWith("[{\"queue\":\"mail\",\"ready\":2,");
    assertThat(outcome.outLines().get(2)).contains("{\"queue\":\"news\",\"ready\":1,");
    assertThat(outcome.outLines()).hasSize(3);
    assertThat(process.exits()).isEmpty();
  }

  @Test
  void tablesThatAreNotSeenOnATerminalFollowOneAnother() throws Exception {
    String url = "shared:watch-2";
    CompletableFuture<Outcome> end =
        begin("stats", "-u", url, "-o", "table", "--watch=100ms", "mail");
    awaitLines(2);
    InProcess.run("", "push", "-u", url, "-q", "mail", "x");
    awaitLines(5);
    process.signal("INT");

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.outLines()).hasSize(5);
    assertThat(outcome.outLines().get(1)).matches("mail +0 .*");
    assertThat(outcome.outLines().get(2)).isEmpty();
    assertThat(outcome.outLines().get(4)).matches("mail +1 .*");
    assertThat(outcome.out()).doesNotContain("\u001b");
  }

  @Test
  void theWordBehindIsTheNameOfAQueue() throws Exception {
    CompletableFuture<Outcome> end =
        begin("stats", "-u", "shared:watch-3", "-o", "jsonl", "--watch", "5s");
    awaitLines(1);
    process.signal("INT");

    assertThat(end.get(30, TimeUnit.SECONDS).out()).startsWith("{\"queue\":\"5s\",");
  }

  @Test
  void aBackendThatIsLostIsToldOfAndAskedAgain() throws Exception {
    SharedDriver.Shared store = SharedDriver.store("watch-4");
    CompletableFuture<Outcome> end =
        begin("stats", "-u", "shared:watch-4", "-o", "jsonl", "--watch=100ms", "mail");
    awaitLines(1);
    store.setDown(true);
    Waiting.until(() -> process.errors().contains("trying again"), "the loss was told");
    store.setDown(false);
    Waiting.until(() -> process.errors().contains("answers again"), "its end was told");
    process.signal("TERM");

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.exitCode()).isEqualTo(143);
    assertThat(outcome.outLines()).as("nothing had changed").hasSize(1);
    assertThat(outcome.errLines())
        .containsExactly(
            "tandem: the backend does not answer, trying again: nobody answers",
            "tandem: the backend answers again");
  }

  @Test
  void aBackendThatDoesNotAnswerAtFirstIsExitThree() {
    SharedDriver.store("watch-5").setDown(true);

    Outcome outcome = InProcess.run("", "stats", "-u", "shared:watch-5", "--watch", "mail");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).isEqualTo("tandem stats: nobody answers\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--watch=99ms", "--watch=0", "--watch=25h"})
  void itLooksNeitherTooOftenNorTooSeldom(String watch) {
    Outcome outcome = InProcess.run("", "stats", "-u", "shared:unreachable", watch);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("it ranges from 100ms to 24h");
  }

  @ParameterizedTest
  @CsvSource({"--watch=soon", "--watch=-1s"})
  void whatIsNoTimeIsRefused(String watch) {
    assertThat(InProcess.run("", "stats", "-u", "shared:unreachable", watch).exitCode())
        .isEqualTo(2);
  }

  private CompletableFuture<Outcome> begin(String... args) {
    return CompletableFuture.supplyAsync(
        () -> process.start(InputStream.nullInputStream(), args),
        task -> new Thread(task, "watching-test").start());
  }

  private void awaitLines(int number) {
    Waiting.until(
        () -> process.output().lines().count() == number, "there are " + number + " lines");
  }
}
