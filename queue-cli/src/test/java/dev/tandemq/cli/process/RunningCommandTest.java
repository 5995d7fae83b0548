package dev.tandemq.cli.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a command when there are no threads to serve it. */
final class RunningCommandTest {

  private static final int MORE_THAN_A_PIPE_TAKES = 1 << 20;

  private final Spool spool = new Spool(Long.MAX_VALUE);

  @TempDir Path folder;

  @AfterEach
  void closeSpool() {
    spool.close();
  }

  /** The second thread is for its errors, the third for its input. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void withoutAThreadItDoesNotStartAndNothingIsLeftRunning(int failing) {
    Runnable noThread =
        () -> {
          throw new OutOfMemoryError("for the test");
        };

    assertThatThrownBy(() -> startWithout(failing, noThread)).hasRootCauseMessage("for the test");
  }

  @Test
  void aThreadThatIsRefusedIsNoDifferent() {
    Runnable refusal =
        () -> {
          throw new IllegalStateException("for the test");
        };

    assertThatThrownBy(() -> startWithout(2, refusal)).hasRootCauseMessage("for the test");
  }

  private void startWithout(int failing, Runnable why) throws Exception {
    Path pid = folder.resolve("pid");
    AtomicInteger count = new AtomicInteger();
    Executor threads =
        task -> {
          if (count.incrementAndGet() == failing) {
            Waiting.until(() -> Files.exists(pid) && Files.size(pid) > 0, "it did not start");
            why.run();
          }
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.setUncaughtExceptionHandler((where, what) -> {});
          thread.start();
        };
    CompletableFuture<RunningCommand> started =
        CompletableFuture.supplyAsync(() -> start(pid, threads));
    try {
      started.get(10, TimeUnit.SECONDS);
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(
              child -> {
                try {
                  Waiting.until(() -> !child.isAlive(), "the command is still alive");
                } finally {
                  child.destroyForcibly();
                }
              });
    }
  }

  private RunningCommand start(Path pid, Executor threads) {
    try {
      return RunningCommand.start(
          new ProcessBuilder("sh", "-c", "echo $$ > " + pid + "; exec sleep 300"),
          Optional.of(new byte[MORE_THAN_A_PIPE_TAKES]),
          spool,
          threads,
          born -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
