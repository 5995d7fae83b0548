package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PushTest {

  private static final String ID = "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071";

  private String name = "";
  private SharedDriver.Shared store = SharedDriver.store("push");

  @BeforeEach
  void ownStore(TestInfo test) {
    name = "push-" + test.getTestMethod().orElseThrow().getName();
    store = SharedDriver.store(name);
  }

  private Outcome push(String input, String... args) {
    return InProcess.run(
        input,
        Stream.concat(Stream.of("push", "-u", "shared:" + name), Stream.of(args))
            .toArray(String[]::new));
  }

  private Outcome push(InputStream input, String... args) {
    return new InProcess()
        .start(
            input,
            Stream.concat(Stream.of("push", "-u", "shared:" + name), Stream.of(args))
                .toArray(String[]::new));
  }

  private JobView stored(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    return store
        .find(JobId.parse(outcome.out().strip()))
        .toCompletableFuture()
        .join()
        .orElseThrow();
  }

  /** What is stored under the ids that were printed, in their order. */
  private List<String> texts(Outcome outcome) {
    return outcome.outLines().stream()
        .map(id -> store.find(JobId.parse(id)).toCompletableFuture().join().orElseThrow())
        .map(view -> view.job().text())
        .toList();
  }

  private QueueStats stats() {
    return store.stats(List.of("mail")).toCompletableFuture().join().get(0);
  }

  private List<JobView> ready() {
    return store
        .list("mail", JobState.READY, PageRequest.first(1000))
        .toCompletableFuture()
        .join()
        .items();
  }

  @Test
  void theIdIsPrintedAndTheJobIsThere() {
    Outcome outcome = push("", "-q", "mail", "Dear Ada");

    Job job = stored(outcome).job();
    assertThat(job.text()).isEqualTo("Dear Ada");
    assertThat(job.type()).isEqualTo("raw");
    assertThat(outcome.out()).isEqualTo(job.id() + "\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void allThatWasAskedForIsInTheJob() {
    Outcome outcome =
        push(
            "",
            "-q",
            "mail",
            "--id",
            ID,
            "--type",
            "welcome",
            "--delay",
            "1h",
            "--priority",
            "-7",
            "--max-attempts",
            "5",
            "--timeout",
            "0",
            "--tag",
            "to=Ada",
            "--tag",
            "from=Bob=me",
            "--unique",
            "ada-1",
            "hello");

    JobView view = stored(outcome);
    Job job = view.job();
    assertThat(view.state()).isEqualTo(JobState.DELAYED);
    assertThat(outcome.out()).isEqualTo(ID + "\n");
    assertThat(job.type()).isEqualTo("welcome");
    assertThat(job.delay()).isEqualTo(Duration.ofHours(1));
    assertThat(job.priority()).isEqualTo(-7);
    assertThat(job.maxAttempts()).isEqualTo(5);
    assertThat(job.timeout()).isZero();
    assertThat(job.tags()).isEqualTo(Map.of("to", "Ada", "from", "Bob=me"));
    assertThat(job.uniqueKey()).contains("ada-1");
  }

  @Test
  void optionsMayComeAfterThePayload() {
    assertThat(stored(push("", "hello", "-q", "mail", "--type", "t")).job().text())
        .isEqualTo("hello");
    assertThat(stored(push("", "-q", "mail", "--", "--lines")).job().text()).isEqualTo("--lines");
  }

  @Test
  void standardInputMayBeAPipe() throws Exception {
    Outcome outcome =
        TandemProcess.run("x".getBytes(UTF_8), Map.of(), "push", "-u", "shared:x", "-q", "mail");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines()).hasSize(1);
  }

  @Test
  void standardInputThatCannotBeReadIsTold() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    for (String[] args : new String[][] {{"-q", "mail"}, {"-q", "mail", "--lines"}}) {
      Outcome outcome = push(broken, args);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err())
          .isEqualTo("tandem push: cannot read standard input: Is a directory\n");
    }
  }

  @Test
  void bytesOfStandardInputAreUnchanged() {
    byte[] bytes = new byte[Job.LIMIT_LABELS * 1000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    for (String[] args : new String[][] {{"-"}, {}}) {
      Outcome outcome =
          new InProcess()
              .start(
                  new ByteArrayInputStream(bytes),
                  Stream.concat(
                          Stream.of("push", "-u", "shared:" + name, "-q", "mail"), Stream.of(args))
                      .toArray(String[]::new));
      assertThat(stored(outcome).job().payload()).isEqualTo(bytes);
    }
  }

  @Test
  void eachLineIsAJobInOrder() {
    String input =
        IntStream.rangeClosed(1, 600).mapToObj(i -> i + "\n").collect(Collectors.joining());

    Outcome outcome = push(input, "-q", "mail", "--lines", "--type", "number");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(texts(outcome))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 600).mapToObj(i -> "" + i).toList());
    assertThat(ready()).allSatisfy(view -> assertThat(view.job().type()).isEqualTo("number"));
  }

  @Test
  void lineEndsAreNoPartOfTheJobsAndEmptyLinesAreNone() {
    Outcome outcome = push("a\r\n\n\r\n b \rc\r", "-q", "mail", "--lines");

    assertThat(texts(outcome)).containsExactly("a", " b \rc\r");
  }

  @Test
  void ofATwinTheIdIsPrintedAndNothingIsStored() {
    String first = push("", "-q", "mail", "--unique", "k", "one").out();

    Outcome second = push("", "-q", "mail", "--unique", "k", "two");

    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).isEqualTo(first);
    assertThat(second.err())
        .isEqualTo(
            "tandem push: nothing was stored: the job with the unique key is there already\n");
    assertThat(stats().pushed()).isEqualTo(1);
  }

  @Test
  void aRepeatedPushMakesNoSecondJob() {
    push("", "-q", "mail", "--id", ID, "one");

    Outcome second = push("", "-q", "mail", "--id", ID, "one");

    assertThat(second.out()).isEqualTo(ID + "\n");
    assertThat(second.err()).contains("the job with this id is there already");
    assertThat(stats().pushed()).isEqualTo(1);
  }

  @Test
  void aFullQueueRefuses() {
    store.bound("mail", 1).toCompletableFuture().join();
    push("", "-q", "mail", "one");

    Outcome second = push("", "-q", "mail", "two");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.out()).isEmpty();
    assertThat(second.err())
        .isEqualTo("tandem push: queue mail is at its bound; nothing was stored\n");
  }

  @Test
  void ofLinesAsManyAreStoredAsThereIsRoomFor() {
    store.bound("mail", 2).toCompletableFuture().join();

    Outcome outcome = push("a\n\nb\nc\nd\n", "-q", "mail", "--lines");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.outLines()).hasSize(2);
    assertThat(outcome.err())
        .isEqualTo(
            "tandem push: line 4 was refused, and reading ends there: queue mail is at its bound;"
                + " 2 jobs of lines before it stored\n");
    assertThat(texts(outcome)).containsExactly("a", "b");
  }

  @Test
  void aPayloadThatIsTooLargeIsRefused() {
    String limit = "x".repeat(1 << 20);

    assertThat(push(limit, "-q", "mail").exitCode()).isZero();
    Outcome outcome = push(limit + "x", "-q", "mail", "-");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("the payload has more than 1048576 bytes");

    Outcome lines = push("a\n" + limit + "x\nb\n", "-q", "mail", "--lines");
    assertThat(lines.exitCode()).isEqualTo(1);
    assertThat(lines.outLines()).hasSize(1);
    assertThat(lines.err())
        .contains("line 2 was refused", "it has 1048577 bytes; the limit is 1048576", "1 job of");
    assertThat(stats().pushed()).isEqualTo(2);
  }

  @Test
  void aLostAnswerSaysHowToRepeat() {
    store.setLosingAnswers(true);
    Outcome lost = push("", "-q", "mail", "hello");
    store.setLosingAnswers(false);

    assertThat(lost.exitCode()).isEqualTo(3);
    assertThat(lost.out()).isEmpty();
    assertThat(lost.errLines()).hasSize(1);
    String id =
        lost.err().replaceAll("(?s).*; the job may be stored; repeat with --id (\\S+)\n", "$1");
    Outcome again = push("", "-q", "mail", "--id", id, "hello");
    assertThat(again.out()).isEqualTo(id + "\n");
    assertThat(stats().pushed()).isEqualTo(1);
  }

  @Test
  void ofLinesALostAnswerNamesWhatMayBeStored() {
    store.setLosingAnswers(true);
    Outcome lost = push("a\nb\n", "-q", "mail", "--lines");

    assertThat(lost.exitCode()).isEqualTo(3);
    assertThat(lost.out()).isEmpty();
    assertThat(lost.errLines()).hasSize(3);
    for (int line = 1; line <= 2; line++) {
      String prefix = "tandem push: line " + line + " may be stored; its id is ";
      assertThat(lost.errLines().get(line - 1)).startsWith(prefix);
      JobId id = JobId.parse(lost.errLines().get(line - 1).substring(prefix.length()));
      assertThat(store.find(id).toCompletableFuture().join().orElseThrow().job().text())
          .isEqualTo(line == 1 ? "a" : "b");
    }
  }

  @Test
  void anUnreachableStoreIsExitThree() {
    Outcome outcome =
        new InProcess().start(new Untouchable(), "push", "-u", "shared:unreachable", "-q", "mail");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).isEqualTo("tandem push: nobody answers\n");
  }

  // ---- mistakes

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("missing required option: '--queue=NAME'", "x"),
        mistake("queue holds the character U+002F", "-q", "a/b", "x"),
        mistake("a job id is a UUID of 36 characters", "-q", "m", "--id", "7", "x"),
        mistake("type is empty", "-q", "m", "--type", "", "x"),
        mistake("'soon' is not a duration", "-q", "m", "--delay", "soon", "x"),
        mistake("out of range", "-q", "m", "--delay", "999999999h", "x"),
        mistake("priority is 32768", "-q", "m", "--priority", "32768", "x"),
        mistake("'high' is not an int", "-q", "m", "--priority", "high", "x"),
        mistake("maxAttempts is 0", "-q", "m", "--max-attempts", "0", "x"),
        mistake("should be in KEY=VALUE format", "-q", "m", "--tag", "ada", "x"),
        mistake("tag key is empty", "-q", "m", "--tag", "=ada", "x"),
        mistake("value of tag k has 257 bytes", "-q", "m", "--tag", "k=" + "v".repeat(257), "x"),
        mistake("uniqueKey is empty", "-q", "m", "--unique", "", "x"),
        mistake("uniqueKey has 257 bytes", "-q", "m", "--unique", "k".repeat(257), "x"),
        mistake("there is one PAYLOAD; unexpected argument: y", "-q", "m", "x", "y"),
        mistake("unknown option: '--nonsense'", "-q", "m", "--nonsense", "x"),
        mistake("--lines reads standard input", "-q", "m", "--lines", "x"),
        mistake("--id names one job", "-q", "m", "--lines", "--id", ID),
        mistake("--unique lets one job in", "-q", "m", "--lines", "--unique", "k"),
        mistake("lives in one process", "-q", "m", "-u", "memory:", "-"),
        mistake("lives in one process", "-q", "m", "-u", "memory:shop", "-"),
        mistake("no driver for \"foo:\"", "-q", "m", "-u", "foo:", "-"));
  }

  private static Arguments mistake(String message, String... args) {
    return Arguments.of(message, args);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndExitTwoBeforeAnythingIsReadOrContacted(String message, String... args) {
    // Whoever contacts this store ends with 3.
    Stream<String> url =
        List.of(args).contains("-u") ? Stream.empty() : Stream.of("-u", "shared:unreachable");
    Outcome outcome =
        new InProcess()
            .start(
                new Untouchable(),
                Stream.of(Stream.of("push"), url, Stream.of(args))
                    .flatMap(words -> words)
                    .toArray(String[]::new));

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).contains(message).startsWith("tandem push: ");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void helpFitsIntoATerminal() {
    Outcome outcome = InProcess.run("", "push", "--help");

    assertThat(outcome.outLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(outcome.out()).contains("Examples:\n  tandem push ").contains("--id");
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
