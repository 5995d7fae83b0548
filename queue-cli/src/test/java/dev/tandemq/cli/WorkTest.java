package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes, each a command line run within this process, on a store that they share. */
final class WorkTest {

  private static final AtomicLong NUMBERS = new AtomicLong();

  @TempDir Path folder;

  private String name = "";
  private SharedDriver.Shared store = SharedDriver.store("work");

  @BeforeEach
  void ownStore(TestInfo test) {
    name = "work-" + test.getTestMethod().orElseThrow().getName();
    store = SharedDriver.store(name);
  }

  // ---- outcomes

  @Test
  void theExitStatusSaysWhatBecomesOfTheJob() {
    JobId done = push("0");
    JobId failed = push("65");
    JobId put = push("75", job -> job.delay(Duration.ZERO));
    JobId retried = push("7", job -> job.maxAttempts(2));

    Outcome outcome = work("--max-jobs", "2", "--", "sh", "-c", "exit $(cat)");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(find(failed).state()).isEqualTo(JobState.FAILED);
    assertThat(store.find(done).toCompletableFuture().join()).isEmpty();
    // Two were finished, one by one; what came behind them was not begun or came back.
    assertThat(stats().completed()).isEqualTo(1);
    assertThat(find(put).state()).isIn(JobState.READY, JobState.DELAYED);
    assertThat(find(retried).state()).isIn(JobState.READY, JobState.DELAYED);
    assertThat(logLine(outcome, done))
        .matches(".*Z  completed  mail  .*  attempt 1 of 3  exit 0  run .*");
    assertThat(logLine(outcome, failed))
        .matches(".*Z  failed  .*  exit 65  run .*  error: exit 65");
    assertThat(outcome.errLines()).contains("tandem: 2 jobs finished here: 1 completed, 1 failed");
  }

  @Test
  void seventyFivePutsOffAndAnotherIsTriedAgain() throws Exception {
    JobId put = push("75");
    JobId retried = push("7");
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end = begin(process, "--", "sh", "-c", "exit $(cat)");
    Waiting.until(() -> stats().snoozed() == 1 && stats().retries() >= 1, "both had an attempt");
    assertThat(process.signal("TERM")).isTrue();

    Outcome outcome = end.get(30, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(logLine(outcome, put)).matches(".*  snoozed  .*  exit 75  run .*  again in 30.0 s");
    assertThat(logLine(outcome, retried))
        .matches(".*  retried  .*  attempt 1 of 3  exit 7  run .*  again in .*  error: exit 7");
    assertThat(find(put).attempts()).isZero();
  }

  @Test
  void theCommandGetsThePayloadAsItIsAndTheEnvironment() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(7).nextBytes(bytes);
    push(bytes, job -> job.type("blob"));
    Path environment = folder.resolve("environment");

    Outcome outcome =
        work(
            "--drain",
            "--node-id",
            "left",
            "--",
            "sh",
            "-c",
            "env | grep ^TANDEM_ | sort > " + environment + "; cat");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.outBytes()).isEqualTo(bytes);
    assertThat(Files.readString(environment))
        .matches(
            "(?s)TANDEM_ATTEMPT=1\nTANDEM_JOB_ID=[0-9a-f-]{36}\nTANDEM_NODE=left\n"
                + "TANDEM_QUEUE=mail\nTANDEM_TOKEN=1\nTANDEM_TYPE=blob\n.*");
  }

  @Test
  void bracesAreNothingSpecial() {
    push("x");

    assertThat(work("--drain", "--", "echo", "{}").out()).isEqualTo("{}\n");
  }

  @Test
  void onlyTheAttemptThatEndsTheJobIsShown() {
    push("x");

    Outcome outcome =
        work(
            "--drain",
            "--",
            "sh",
            "-c",
            "echo out$TANDEM_ATTEMPT; echo err$TANDEM_ATTEMPT >&2; [ $TANDEM_ATTEMPT = 2 ]");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("out2\n");
    assertThat(outcome.errLines()).contains("err2").doesNotContain("err1");
  }

  @Test
  void aLineOfOursBeginsALineWhateverTheCommandWrote() {
    JobId id = push("x");

    Outcome outcome = work("--drain", "--", "sh", "-c", "printf unfinished >&2");

    assertThat(outcome.errLines()).contains("unfinished");
    assertThat(logLine(outcome, id)).matches("[-0-9T:]+Z  completed  .*");
  }

  @Test
  void theTimeOfTheJobCountsAndItsOutputIsKept() {
    JobId id = push("x", job -> job.timeout(Duration.ofMillis(1500)).maxAttempts(1));

    Outcome outcome =
        work(
            "--drain", "--", "sh", "-c", "trap 'echo bye; kill $!; exit 0' TERM; sleep 300 & wait");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(find(id).state()).isEqualTo(JobState.FAILED);
    assertThat(outcome.out()).isEqualTo("bye\n");
    assertThat(logLine(outcome, id)).contains("  failed  ", "error: timed out after 1.5s");
  }

  @Test
  void whatIgnoresSigtermIsKilledTwoSecondsLater() throws Exception {
    JobId id = push("x", job -> job.timeout(Duration.ofMillis(300)).maxAttempts(1));

    Outcome outcome =
        work(
            "--drain",
            "--",
            "sh",
            "-c",
            "trap '' TERM; echo $$ > " + folder.resolve("pid") + "; while :; do sleep 0.1; done");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(find(id).state()).isEqualTo(JobState.FAILED);
    awaitDeath(folder.resolve("pid"));
  }

  @Test
  void aCommandWhoseLeaseIsLostIsKilled() throws Exception {
    push("x", job -> job.maxAttempts(100));
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        begin(
            process,
            "--heartbeat",
            "50ms",
            "--lease",
            "10s",
            "--max-jobs",
            "1",
            "--",
            "sh",
            "-c",
            "[ $TANDEM_ATTEMPT -ge 2 ] || { sleep 300 & echo $! > "
                + folder.resolve("tmp")
                + "; mv "
                + folder.resolve("tmp")
                + " "
                + folder.resolve("pid")
                + "; wait; }");
    awaitFile("pid");
    store.setLosingLeases(true);
    awaitDeath(folder.resolve("pid"));
    store.setLosingLeases(false);

    assertThat(end.get(30, TimeUnit.SECONDS).exitCode()).isZero();
  }

  // ---- the end

  @Test
  void drainWaitsForWhatIsDelayedAndForWhatOthersHold() throws Exception {
    push("delayed", job -> job.delay(Duration.ofMillis(400)));
    push("other");
    Claim claim = claimByAnother().get(0);
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end = begin(process, "--drain", "--", "cat");
    Waiting.until(() -> stats().completed() == 1, "the delayed one was done");

    assertThat(end).isNotDone();
    settle(Settle.complete(claim));

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("delayed");
  }

  @Test
  void drainTakesPausedQueuesForEmptyAndNamesThem() {
    push("x");
    store.pause("mail", true).toCompletableFuture().join();

    Outcome outcome = work("--drain", "--", "cat");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.errLines())
        .contains("tandem: paused, so taken for empty: mail (1 ready, 0 delayed, 0 reserved)");
    assertThat(stats().ready()).isEqualTo(1);
  }

  @Test
  void drainFailsWhenAJobThatRanHereFailed() {
    push("x", job -> job.maxAttempts(1));

    assertThat(work("--drain", "--", "false").exitCode()).isEqualTo(1);
    assertThat(work("--drain", "--", "false").exitCode()).as("that one ran elsewhere").isZero();
  }

  @Test
  void drainFailsTooWhenTheLastAttemptWasInOtherHands() throws Exception {
    JobId id = push("a");
    push("b");
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        begin(
            process,
            "--drain",
            "-c",
            "1",
            "--",
            "sh",
            "-c",
            "[ \"$(cat)\" = b ] || exit 7; " + gated());
    awaitFile("begun");
    List<Claim> claims = new ArrayList<>();
    Waiting.until(
        () -> {
          claims.addAll(claimByAnother());
          return !claims.isEmpty();
        },
        "the first one came back");
    settle(Settle.bury(claims.get(0), new Failure("hopeless")));
    Files.createFile(folder.resolve("go"));

    assertThat(end.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(1);
    assertThat(find(id).state()).isEqualTo(JobState.FAILED);
  }

  @Test
  void noMoreJobsAreFinishedThanWereAskedFor() {
    for (int i = 0; i < 40; i++) {
      push("x");
    }

    Outcome outcome = work("-c", "8", "--max-jobs", "11", "--", "echo", "done");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines()).hasSize(11);
    assertThat(stats().completed()).isEqualTo(11);
    assertThat(stats().ready()).as("all others are back, unspent").isEqualTo(29);
  }

  @Test
  void sigtermLetsFinishWhatRuns() throws Exception {
    Outcome outcome = stopped("TERM");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("done\n");
    assertThat(outcome.err()).contains("tandem: stopping; still running: 1, for 30 s at most");
    assertThat(stats().completed()).isEqualTo(1);
    assertThat(stats().ready()).isEqualTo(1);
  }

  @Test
  void ctrlCLetsFinishWhatRunsToo() throws Exception {
    Outcome outcome = stopped("INT");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(130);
    assertThat(stats().completed()).isEqualTo(1);
  }

  private Outcome stopped(String signal) throws Exception {
    push("1");
    push("2");
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end = begin(process, "-c", "1", "--", "sh", "-c", gated());
    awaitFile("begun");
    assertThat(process.signal(signal)).isTrue();
    Files.createFile(folder.resolve("go"));
    return end.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theSecondSignalKillsAndTheJobIsHandedBack() throws Exception {
    JobId id = push("1");
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end = begin(process, "-c", "1", "--", "sh", "-c", gated());
    awaitFile("begun");

    process.signal("INT");
    process.signal("INT");

    assertThat(process.exits()).containsExactly(130);
    assertThat(end.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(130);
    assertThat(find(id).state()).isEqualTo(JobState.READY);
    assertThat(find(id).attempts()).isZero();
    awaitDeath(folder.resolve("begun"));
  }

  private String gated() {
    return "echo $$ > "
        + folder.resolve("tmp")
        + "; mv "
        + folder.resolve("tmp")
        + " "
        + folder.resolve("begun")
        + "; until [ -e "
        + folder.resolve("go")
        + " ]; do sleep 0.02; done; echo done";
  }

  // ---- trouble

  @Test
  void aStoreThatIsLostForAWhileIsToldOfAndWaitedFor() throws Exception {
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        begin(process, "--max-jobs", "1", "--give-up-after", "1h", "--", "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");
    store.setDown(true);
    Waiting.until(() -> process.errors().contains("the store is lost"), "it was noticed");
    store.setDown(false);
    Waiting.until(() -> process.errors().contains("the store answers again"), "noticed as well");
    push("x");

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("x");
    assertThat(outcome.err()).contains("the store is lost, trying again: nobody answers");
  }

  @Test
  void aStoreThatIsLostForTooLongIsGivenUp() throws Exception {
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end = begin(process, "--give-up-after", "300ms", "--", "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");

    store.setDown(true);

    Outcome outcome = end.get(30, TimeUnit.SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(process.exits()).as("without waiting for the store").containsExactly(3);
    assertThat(outcome.err()).contains("giving up: nobody answers").doesNotContain("WARNING");
  }

  @Test
  void anUnreachableStoreIsExitThree() {
    Outcome outcome =
        InProcess.run("", "work", "-u", "shared:unreachable", "-q", "mail", "--", "cat");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).isEqualTo("tandem work: nobody answers\n");

    store.setDown(true);
    assertThat(work("--", "cat").exitCode()).as("one that opens and does not answer").isEqualTo(3);
  }

  // ---- helpers

  private Outcome work(String... args) {
    return InProcess.run("", command(args));
  }

  private CompletableFuture<Outcome> begin(InProcess process, String... args) {
    return CompletableFuture.supplyAsync(
        () -> process.start(InputStream.nullInputStream(), command(args)),
        task -> new Thread(task, "work-test").start());
  }

  private String[] command(String... args) {
    return Stream.concat(Stream.of("work", "-u", "shared:" + name, "-q", "mail"), Stream.of(args))
        .toArray(String[]::new);
  }

  private JobId push(String payload) {
    return push(payload, job -> job);
  }

  private JobId push(String payload, UnaryOperator<Job.Builder> more) {
    return push(payload.getBytes(UTF_8), more);
  }

  private JobId push(byte[] payload, UnaryOperator<Job.Builder> more) {
    Job job =
        more.apply(
                Job.builder()
                    .id(new JobId(1, NUMBERS.incrementAndGet()))
                    .queue("mail")
                    .createdAt(Instant.EPOCH)
                    .payload(payload))
            .build();
    var unused = store.put(List.of(job)).toCompletableFuture().join();
    return job.id();
  }

  private List<Claim> claimByAnother() {
    return store
        .turn(new TurnRequest(List.of(), List.of("mail"), 1, Duration.ofMinutes(5), "other"))
        .toCompletableFuture()
        .join()
        .claims();
  }

  private void settle(Settle settle) {
    var unused =
        store
            .turn(
                new TurnRequest(
                    List.of(settle), List.of("mail"), 0, Duration.ofMinutes(5), "other"))
            .toCompletableFuture()
            .join();
  }

  private QueueStats stats() {
    return store.stats(List.of("mail")).toCompletableFuture().join().get(0);
  }

  private JobView find(JobId id) {
    return store.find(id).toCompletableFuture().join().orElseThrow();
  }

  private static String logLine(Outcome outcome, JobId id) {
    return outcome.errLines().stream()
        .filter(line -> line.contains(id.toString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line of " + id + " in " + outcome));
  }

  private void awaitFile(String file) {
    Waiting.until(() -> Files.exists(folder.resolve(file)), "there is no " + file);
  }

  private static void awaitDeath(Path pidFile) throws Exception {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    Waiting.until(
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(),
        pid + " is still alive");
  }
}
