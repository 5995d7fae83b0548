package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tandemq.cli.process.CommandTemplate;
import dev.tandemq.cli.process.ProcessRunner;
import dev.tandemq.cli.process.Spool;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an exit status means for the attempt. */
final class LineHandlerTest {

  private final Spool spool = new Spool(Long.MAX_VALUE);
  private final Ledger ledger = new Ledger(new Window(10, 1000), job -> {});

  @AfterEach
  void close() {
    ledger.close();
    spool.close();
  }

  @Test
  void zeroCompletes() {
    assertThatCode(() -> handle("exit 0")).doesNotThrowAnyException();
  }

  @Test
  void seventyFivePutsOff() {
    assertThatThrownBy(() -> handle("exit 75"))
        .asInstanceOf(type(JobSignal.Snooze.class))
        .satisfies(snooze -> assertThat(snooze.delay()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void sixtyFiveSetsAside() {
    assertThatThrownBy(() -> handle("echo bad >&2; exit 65"))
        .isInstanceOf(JobSignal.Bury.class)
        .hasMessage("exit 65: bad");
  }

  @Test
  void anyOtherFailsTheAttemptAndTheHistoryNamesNoClass() {
    assertThatThrownBy(() -> handle("echo bad >&2; exit 7"))
        .isInstanceOf(CommandFailedException.class)
        .hasToString("exit 7: bad")
        .satisfies(e -> assertThat(Failure.of(e).error()).isEqualTo("exit 7: bad"));
  }

  @Test
  void theHistoryKeepsTwoKibibytesOfErrorAndThoseAreTheLast() {
    assertThatThrownBy(
            () -> handle("head -c 5000 /dev/zero | tr '\\0' x >&2; echo end >&2; exit 7"))
        .satisfies(
            e -> {
              String error = Failure.of(e).error();
              assertThat(error).startsWith("exit 7: xxx").endsWith("xxxend");
              assertThat(error.getBytes(UTF_8)).hasSizeBetween(2000, Failure.MAX_BYTES);
            });
  }

  private void handle(String script) throws Exception {
    RunSettings settings =
        new RunSettings(
            "run",
            1,
            3,
            Duration.ZERO,
            Duration.ZERO,
            false,
            false,
            Optional.empty(),
            OptionalInt.empty(),
            true,
            new CommandTemplate(
                Stream.of("sh", "-c", script).map(word -> word.getBytes(UTF_8)).toList()));
    new LineHandler(settings, new ProcessRunner(spool, Duration.ZERO), ledger)
        .handle(new OneAttempt());
  }

  private static final class OneAttempt implements JobContext {

    private final Job job =
        Job.builder()
            .id(new JobId(1, 2))
            .queue("run")
            .createdAt(Instant.EPOCH)
            .payload("x")
            .build();

    @Override
    public Job job() {
      return job;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public long token() {
      return 1;
    }

    @Override
    public String node() {
      return "node";
    }

    @Override
    public Optional<Duration> remaining() {
      return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void heartbeat() {}
  }
}
