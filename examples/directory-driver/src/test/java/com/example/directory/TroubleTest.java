package com.example.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign files, files cut off, disks that are full, and what a dead process left behind. */
final class TroubleTest {

  private final RealTimeContext context = new RealTimeContext();
  private final Random random = new Random(1);

  @TempDir Path root;

  private JobStore store;

  @BeforeEach
  void open() {
    store = Churn.open(root, context);
  }

  @AfterEach
  void close() {
    store.close();
    context.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  private static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Job push() {
    Job job = Churn.job(random);
    answer(store.put(List.of(job)));
    return job;
  }

  private List<Claim> claim(int want) {
    return turn(List.of(), want);
  }

  private List<Claim> turn(List<Settle> done, int want) {
    Duration lease = Duration.ofHours(1);
    return answer(store.turn(new TurnRequest(done, List.of(Churn.QUEUE), want, lease, "node")))
        .claims();
  }

  private QueueStats stats() {
    return answer(store.stats(List.of(Churn.QUEUE))).get(0);
  }

  private Path folder(String name) {
    return root.resolve("queues").resolve(Churn.QUEUE).resolve(name);
  }

  private Path fileOf(Job job) throws IOException {
    String id = job.id().toString().replace("-", "");
    try (Stream<Path> files = Files.list(folder("jobs"))) {
      return files.filter(file -> file.toString().contains(id)).findFirst().orElseThrow();
    }
  }

  @Test
  void aForeignFileIsLeftAloneAndStopsNobody() throws Exception {
    push();
    Path foreign = Files.writeString(folder("jobs").resolve("README"), "hello");
    Files.writeString(root.resolve("queues").resolve("a b"), "no queue");
    reopen();

    assertThat(claim(5)).hasSize(1);
    assertThat(stats().pushed()).isEqualTo(1);
    assertThat(answer(store.queues())).containsExactly(Churn.QUEUE);
    assertThat(foreign).exists();
  }

  @Test
  void aFileThatIsNoJobIsSetAsideAndStopsNobody() throws Exception {
    Job broken = push();
    Job good = push();
    Path file = fileOf(broken);
    Files.writeString(file, "garbage");

    assertThatThrownBy(() -> answer(store.find(broken.id())))
        .isInstanceOf(CorruptJobException.class);
    assertThat(answer(store.list(Churn.QUEUE, JobState.READY, PageRequest.first(9))).items())
        .extracting(JobView::job)
        .containsExactly(good);
    assertThat(claim(5)).extracting(Claim::job).containsExactly(good);
    assertThat(root.resolve("corrupt").resolve(file.getFileName())).hasContent("garbage");
    QueueStats stats = stats();
    assertThat(List.of(stats.pushed(), stats.reserved(), stats.removed()))
        .containsExactly(2L, 1L, 1L);
  }

  @Test
  void aCopyOfAJobIsNotASecondJob() throws Exception {
    Job job = push();
    Path file = fileOf(job);
    claim(1);
    Files.copy(fileOf(job), file);
    reopen();

    assertThat(stats().pushed()).isEqualTo(1);
  }

  @Test
  void aFullDiskIsATypedErrorAndChangesNothing() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this machine has no device that is always full");
    push();
    push();
    claim(1);
    Files.createSymbolicLink(root.resolve("tmp"), full);
    Files.delete(root.resolve("changes"));
    Files.createSymbolicLink(root.resolve("changes"), full);
    Job job = Churn.job(random);

    assertThatThrownBy(() -> answer(store.put(List.of(job))))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("nothing was changed");
    assertThat(stats().pushed()).isEqualTo(2);
    List<Claim> claims = claim(1);
    assertThat(claims).as("claims by a node that is known, which need no space").hasSize(1);
    turn(List.of(Settle.complete(claims.get(0))), 0);
    assertThat(stats().completed()).as("nor does it need any to be done").isEqualTo(1);
  }

  @Test
  void aMissingRightIsATypedError() throws Exception {
    Path locked = Files.createDirectory(root.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "run as root");

    assertThatThrownBy(() -> Churn.open(locked, context))
        .isInstanceOf(QueueForbiddenException.class);
  }

  @Test
  void aUrlThatNamesNoDirectoryIsMisuse() throws Exception {
    Path file = Files.createFile(root.resolve("file"));
    DriverContext given = new DriverContext(context, new PlainJobCodec());
    DirectoryDriver driver = new DirectoryDriver();

    assertThatThrownBy(() -> driver.open(QueueUrl.parse("dir:"), given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names no directory");
    assertThatThrownBy(() -> driver.open(QueueUrl.parse("dir:" + file), given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> driver.open(QueueUrl.parse("dir:" + root + "?namespace=.."), given))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatAProcessWroteAndDidNotGetToRenameIsNotThere() throws Exception {
    push();
    Files.writeString(root.resolve("tmp"), "half a j");
    reopen();

    assertThat(stats().pushed()).isEqualTo(1);
    push();
    assertThat(stats().pushed()).isEqualTo(2);
  }

  @Test
  void filesThatWereCountedInAndNotYetDeletedAreNotCountedTwice() throws Exception {
    for (int i = 0; i < 9; i++) {
      push();
    }
    claim(9).forEach(claim -> turn(List.of(Settle.complete(claim)), 0));
    List<String> names;
    try (Stream<Path> files = Files.list(folder("done.0"))) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).hasSize(9);
    push();
    claim(1).forEach(claim -> turn(List.of(Settle.complete(claim)), 0));
    assertThat(folder("done.0")).as("counted in").doesNotExist();

    Files.createDirectory(folder("done.0"));
    for (String name : names) {
      Files.createFile(folder("done.0").resolve(name));
    }
    reopen();

    assertThat(stats().completed()).isEqualTo(10);
    assertThat(stats().pushed()).isEqualTo(10);
    assertThat(folder("done.0")).doesNotExist();
  }

  @Test
  void tokensGrowOverTheEndOfAJobAndOfEveryProcess() {
    for (int i = 0; i < 9; i++) {
      push();
      turn(List.of(Settle.complete(claim(1).get(0))), 0);
    }
    Job job = push();
    Claim first = claim(1).get(0);
    turn(List.of(Settle.complete(first)), 0);
    assertThat(folder("done.0")).as("counted in").doesNotExist();
    reopen();
    answer(store.put(List.of(job)));
    Claim second = claim(1).get(0);

    assertThat(second.token()).isGreaterThan(first.token());
    turn(List.of(Settle.complete(first)), 0);
    assertThat(stats().completed()).as("the stale claim completed nothing").isEqualTo(10);
  }

  @Test
  void anAttemptThatWasNotedAndNotEndedIsNotInTheHistory() throws Exception {
    Job job = push();
    Claim claim = claim(1).get(0);
    Attempt attempt = new Attempt(1, Instant.now(), "node", "retry", new Failure("boom"));
    History left = History.NONE.plus(new History.Ended(claim.token(), attempt));
    Files.createDirectories(root.resolve("history"));
    Files.write(root.resolve("history").resolve(job.id().toString()), left.encode());

    assertThat(answer(store.find(job.id())).orElseThrow().history()).isEmpty();
    turn(List.of(Settle.bury(claim, new Failure("hopeless"))), 0);
    assertThat(answer(store.find(job.id())).orElseThrow().history())
        .extracting(Attempt::end)
        .containsExactly("bury");
  }

  @Test
  void oneStoreThatSawTheWallClockJumpKeepsItFromAll() {
    JobStore other = Churn.open(root, context);
    Job job = Churn.job(random).toBuilder().delay(Duration.ofHours(1)).build();
    answer(store.put(List.of(job)));

    context.jumpWallClock(Duration.ofDays(1));
    answer(store.queues());
    TurnRequest request =
        new TurnRequest(List.of(), List.of(Churn.QUEUE), 1, Duration.ofHours(1), "node");

    // It has never read a clock before: only the offset in the lock file can tell it.
    assertThat(answer(other.turn(request)).claims()).isEmpty();
    other.close();
  }
}
