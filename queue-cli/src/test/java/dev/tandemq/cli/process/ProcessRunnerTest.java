package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRunnerTest {

  private static final Duration NO_TIMEOUT = Duration.ZERO;
  private static final int A_MEGABYTE = 1 << 20;

  private final Spool spool = new Spool(Long.MAX_VALUE);

  @TempDir Path folder;

  @AfterEach
  void closeSpool() {
    spool.close();
  }

  @Test
  void bytesGoInAndComeOutUnchanged() throws Exception {
    byte[] random = new byte[A_MEGABYTE];
    new Random(3).nextBytes(random);

    try (CommandResult result = run(NO_TIMEOUT, random, "cat")) {
      assertThat(result.exitCode()).isZero();
      assertThat(bytes(result.stdout())).isEqualTo(random);
      assertThat(result.stderr().size()).isZero();
    }
  }

  @Test
  void aCommandNeedNotReadItsInput() throws Exception {
    try (CommandResult result = run(NO_TIMEOUT, new byte[A_MEGABYTE], "true")) {
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void bothOutputsAndExitStatusAreKept() throws Exception {
    try (CommandResult result = sh(NO_TIMEOUT, "echo out; echo err >&2; exit 3")) {
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(text(result.stdout())).isEqualTo("out\n");
      assertThat(text(result.stderr())).isEqualTo("err\n");
    }
  }

  @Test
  void aSignalShowsInTheExitStatus() throws Exception {
    try (CommandResult result = sh(NO_TIMEOUT, "kill -9 $$")) {
      assertThat(result.exitCode()).isEqualTo(128 + 9);
      assertThat(result.timedOut()).isFalse();
    }
  }

  @Test
  void outputOfAGrandchildIsWaitedForAWhile() throws Exception {
    try (CommandResult result = sh(NO_TIMEOUT, "(sleep 0.3; echo late) & echo early; sleep 0.1")) {
      assertThat(text(result.stdout())).isEqualTo("early\nlate\n");
    }
  }

  @Test
  void aGrandchildThatKeepsTheOutputOpenDoesNotHoldUp() throws Exception {
    long start = System.nanoTime();
    try (CommandResult result = sh(NO_TIMEOUT, "sleep 30 & echo $!; sleep 0.1")) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      long grandchild = Long.parseLong(text(result.stdout()).strip());
      assertThat(isAlive(grandchild)).as("what is left in the background is let be").isTrue();
      ProcessHandle.of(grandchild).orElseThrow().destroyForcibly();
    }
  }

  @Test
  void atTheTimeoutTheWholeTreeEnds() throws Exception {
    Path pids = folder.resolve("pids");

    try (CommandResult result =
        sh(
            Duration.ofMillis(300),
            "echo $$ > " + pids + "; sleep 300 & echo $! >> " + pids + "; sleep 301")) {
      assertThat(result.timedOut()).isTrue();
    }

    assertAllDead(pids, 2);
  }

  @Test
  void whoIgnoresTheFirstSignalIsKilled() throws Exception {
    Path pids = folder.resolve("pids");

    try (CommandResult result =
        sh(
            Duration.ofMillis(300),
            "trap '' TERM; echo $$ > "
                + pids
                + "; (sleep 300; sleep 301) & echo $! >> "
                + pids
                + "; sleep 302; sleep 303")) {
      assertThat(result.timedOut()).isTrue();
      assertThat(result.exitCode()).isEqualTo(128 + 9);
    }

    assertAllDead(pids, 2);
  }

  @Test
  void anInterruptKillsTheWholeTreeAtOnce() throws Exception {
    Path pids = folder.resolve("pids");
    ProcessRunner runner = new ProcessRunner(spool, NO_TIMEOUT);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                runner
                    .run(invocation("sh", "-c", "sleep 300 & echo $$ $! > " + pids + "; wait"))
                    .close();
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              } catch (CannotRunException | IOException e) {
                interrupted.completeExceptionally(e);
              }
            });
    thread.start();
    awaitContent(pids);

    thread.interrupt();

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertAllDead(pids, 2);
    assertThat(runner.running()).isZero();
  }

  @Test
  void closingKillsWhatRuns() throws Exception {
    Path pids = folder.resolve("pids");
    ProcessRunner runner = new ProcessRunner(spool, NO_TIMEOUT);
    CompletableFuture<CommandResult> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return runner.run(
                    invocation("sh", "-c", "sleep 300 & echo $$ $! > " + pids + "; wait"));
              } catch (CannotRunException | IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    awaitContent(pids);

    runner.close();

    assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(InterruptedException.class);
    assertAllDead(pids, 2);
  }

  @Test
  void afterTheCloseNothingIsStarted() throws Exception {
    Path trace = folder.resolve("trace");
    ProcessRunner runner = new ProcessRunner(spool, NO_TIMEOUT);
    runner.close();

    assertThatThrownBy(() -> runner.run(invocation("touch", trace.toString())))
        .isInstanceOf(InterruptedException.class);
    assertThat(trace).doesNotExist();
  }

  @Test
  void whatIsBeingStartedDuringTheCloseIsKilledToo() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path pids = folder.resolve("pids-" + round);
      ProcessRunner runner = new ProcessRunner(spool, NO_TIMEOUT);
      CompletableFuture<Void> starting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  runner.run(invocation("sh", "-c", "echo $$ >> " + pids + "; sleep 300")).close();
                } catch (CannotRunException | IOException e) {
                  throw new CompletionException(e);
                } catch (InterruptedException e) {
                  // What was hoped for.
                }
              });
      LockSupport.parkNanos(round * 200_000L);

      runner.close();
      starting.get(20, TimeUnit.SECONDS);

      if (Files.exists(pids) && Files.size(pids) > 0) {
        assertAllDead(pids, 1);
      }
    }
  }

  @Test
  void anArgumentThatIsTooLongIsNoUseTryingAgain() {
    String longest = "a".repeat(200_000);

    assertThatThrownBy(() -> run(NO_TIMEOUT, new byte[0], "true", longest))
        .isInstanceOf(CannotRunException.class)
        .hasMessageContaining("200000");
  }

  @Test
  void withoutInputStandardInputIsAtItsEnd() throws Exception {
    ProcessRunner runner = new ProcessRunner(spool, NO_TIMEOUT);
    try (CommandResult result = runner.run(invocation("wc", "-c"))) {
      assertThat(text(result.stdout()).strip()).isEqualTo("0");
    }
  }

  // ---- helpers

  private CommandResult sh(Duration timeout, String script) throws Exception {
    return run(timeout, new byte[0], "sh", "-c", script);
  }

  private CommandResult run(Duration timeout, byte[] input, String... command) throws Exception {
    return new ProcessRunner(spool, timeout)
        .run(new Invocation(invocation(command).command(), Optional.of(input), Map.of()));
  }

  private static Invocation invocation(String... command) {
    return new Invocation(
        Stream.of(command).map(argument -> argument.getBytes(UTF_8)).toList(),
        Optional.empty(),
        Map.of());
  }

  private static byte[] bytes(CapturedOutput output) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    output.writeTo(copy);
    return copy.toByteArray();
  }

  private static String text(CapturedOutput output) throws IOException {
    return new String(bytes(output), UTF_8);
  }

  private static void awaitContent(Path file) {
    Waiting.until(() -> Files.exists(file) && Files.size(file) > 0, "nothing in " + file);
  }

  private static void assertAllDead(Path pids, int count) throws IOException {
    String[] numbers = Files.readString(pids).strip().split("\\s+");
    assertThat(numbers).hasSize(count);
    Waiting.until(
        () -> Arrays.stream(numbers).noneMatch(pid -> isAlive(Long.parseLong(pid))),
        "still alive: one of " + Arrays.toString(numbers));
  }

  /** A dead process that nobody has asked after yet does not count as alive. */
  private static boolean isAlive(long pid) {
    return ProcessTable.isPresent()
        ? ProcessTable.read().family(pid).contains(pid)
        : ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
