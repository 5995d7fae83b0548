package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UsageTest {

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("unknown option: '-x'", "run", "-x", "--", "true"),
        mistake("--concurrency is 0", "run", "-c", "0", "--", "true"),
        mistake("'x' is not an int", "run", "-c", "x", "--", "true"),
        mistake("--max-attempts is 0", "run", "--max-attempts", "0", "--", "true"),
        mistake("'5' is not a duration", "run", "--timeout", "5", "--", "true"),
        mistake("'-1s' is not a duration", "run", "--backoff", "-1s", "--", "true"),
        mistake("queue holds the character U+002F", "run", "-q", "a/b", "--", "true"),
        mistake("no driver for \"foo:\"; found ", "run", "-u", "foo:", "--", "true"),
        mistake("no option \"bar\"", "run", "-u", "memory:?bar=1", "--", "true"),
        mistake("takes no address", "run", "-u", "memory://host", "--", "true"),
        mistake("cannot read the URL", "run", "-u", "@/nowhere", "--", "true"),
        mistake("command not found: no-such-command", "run", "--", "no-such-command"),
        mistake("command not executable: /etc/passwd", "run", "--", "/etc/passwd"),
        mistake("'xml' is none of text, json, jsonl", "run", "-o", "xml", "--", "true"),
        mistake("missing required option: '--queue=NAME'", "work", "--", "true"),
        mistake("queue is empty", work("-q", "a,,b", "--", "true")),
        mistake("--queue names a twice", work("-q", "a,b,a", "--", "true")),
        mistake("node-id holds the character U+0020", work("--node-id", "a b", "--", "true")),
        mistake("--concurrency is 0", work("-c", "0", "--", "true")),
        mistake("--max-jobs is 0", work("--max-jobs", "0", "--", "true")),
        mistake("--heartbeat is 0", work("--heartbeat", "0", "--", "true")),
        mistake("--lease is PT1S; it is at least two", work("--lease", "1s", "--", "true")),
        mistake("--give-up-after is 0", work("--give-up-after", "0", "--", "true")),
        mistake("command not found: no-such-command", work("--", "no-such-command")),
        mistake("lives in one process", "work", "-u", "memory:", "-q", "a", "--", "true"),
        mistake("lives in one process", "work", "-u", "memory:shop", "-q", "a", "--", "true"),
        mistake("--halt is 0", "run", "--halt", "0", "--", "true"),
        mistake("--halt is -1", "run", "--halt", "-1", "--", "true"),
        mistake("'3.5' is not an", "run", "--halt", "3.5", "--", "true"),
        mistake("'10' is not a rate; write 10/s", "run", "--rate", "10", "--", "true"),
        mistake("'0/s' is out of range", "run", "--rate", "0/s", "--", "true"),
        mistake("'1000001/m' is out of range", "run", "--rate", "1000001/m", "--", "true"),
        mistake("'5/d' is not a rate", "run", "--rate", "5/d", "--", "true"),
        mistake("'-5/s' is not a rate", "run", "--rate", "-5/s", "--", "true"),
        mistake("--failed-to is empty", "run", "--failed-to", "", "--", "true"),
        mistake(
            "--failed-to /no/where: there is no such", "run", "--failed-to", "/no/where", "true"),
        mistake("--failed-to /tmp: Is a directory", "run", "--failed-to", "/tmp", "true"),
        mistake("leave out -o json", "run", "--dry-run", "-o", "json", "--", "true"),
        mistake("no such command: nonsense", "nonsense"),
        mistake("unexpected argument: x", "drivers", "x"),
        mistake("'text' is none of table, json, jsonl", "drivers", "-o", "text"));
  }

  /** Whoever contacts this store ends with 3. */
  private static String[] work(String... args) {
    boolean hasQueue = args[0].equals("-q");
    return Stream.concat(
            Stream.of("work", "-u", "shared:unreachable", hasQueue ? "--drain" : "-qmail"),
            Stream.of(args))
        .toArray(String[]::new);
  }

  private static Arguments mistake(String message, String... args) {
    return Arguments.of(message, args);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndExitTwoBeforeAnythingIsRead(String message, String... args) {
    Outcome outcome = new InProcess().start(new Untouchable(), args);

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(message).startsWith("tandem").doesNotContain("Exception");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Outcome outcome = new InProcess().start(new Untouchable(), "run");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("tandem run: no CMD given").contains("Usage: tandem run");
  }

  @Test
  void withoutAVerbToo() {
    Outcome outcome = new InProcess().start(new Untouchable());

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("Usage: tandem", "run", "drivers", "version");
  }

  @Test
  void debugShowsWhereItCameFrom() {
    Outcome outcome =
        new InProcess().start(new Untouchable(), "run", "--debug", "-u", "foo:", "--", "true");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("    at dev.tandemq.");
  }

  @Test
  void helpFitsIntoATerminal() {
    for (String verb : new String[] {"run", "work", "drivers", "version"}) {
      Outcome outcome = InProcess.run("", verb, "--help");

      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    }
    assertThat(InProcess.run("", "help", "run").out()).contains("TANDEM_LINE", "141", "{}");
  }

  @Test
  void driversTellWhatTheyCanDo() {
    assertThat(InProcess.run("", "drivers", "-o", "json").out())
        .contains(
            "{\"name\":\"memory\",\"schemes\":[\"memory\"],\"capabilities\":[",
            "{\"name\":\"redis\",\"schemes\":[\"redis\",\"rediss\"],\"capabilities\":[",
            "\"maxPayloadBytes\":",
            "\"options\":[");
    assertThat(InProcess.run("", "drivers", "-o", "jsonl").out())
        .contains("\n{\"name\":\"memory\"");
    assertThat(InProcess.run("", "drivers", "-o", "table").outLines())
        .first()
        .asString()
        .matches("name +schemes +capabilities +max payload +options");
  }

  @Test
  void versionTellsReleaseAndJava() {
    assertThat(InProcess.run("", "version").out()).matches("tandem .+\nJava .+\n");
    assertThat(InProcess.run("", "--version").out()).startsWith("tandem ");
    assertThat(InProcess.run("", "version", "-o", "json").out())
        .startsWith("{\"version\":\"")
        .contains("\"javaVersion\":\"");
  }

  /** Fails whoever reads it. */
  private static final class Untouchable extends InputStream {
    @Override
    public int read() throws IOException {
      throw new AssertionError("standard input was read");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }
}
