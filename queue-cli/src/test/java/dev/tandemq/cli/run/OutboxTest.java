package dev.tandemq.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.cli.report.RunReport;
import dev.tandemq.cli.report.Summary;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  private final List<IOException> troubles = new CopyOnWriteArrayList<>();

  @Test
  void anErrorOfTheReportIsTrouble() throws Exception {
    deliverOne(failing(), () -> {});

    assertThat(troubles).hasSize(1);
    assertThat(troubles.get(0)).hasMessageContaining("OutOfMemoryError: for the test");
  }

  @Test
  void anErrorBesideTheReportIsTroubleToo() throws Exception {
    deliverOne(
        new Remembering(),
        () -> {
          throw new OutOfMemoryError("for the test");
        });

    assertThat(troubles).hasSize(1);
    assertThat(troubles.get(0)).hasMessageContaining("OutOfMemoryError: for the test");
  }

  @Test
  void nothingIsReportedOnceItIsMuted() throws Exception {
    Remembering report = new Remembering();
    Outbox outbox = outbox(report, () -> {});
    outbox.mute();

    deliverOne(outbox);

    assertThat(report.jobs).isEmpty();
    assertThat(troubles).isEmpty();
  }

  @Test
  void whatIsHeldBackForItsOrderKeepsItsPlaceInTheWindow() throws Exception {
    Remembering report = new Remembering();
    Window window = new Window(2, 1000);
    Outbox outbox =
        new Outbox(
            report, Optional.empty(), OutputOrder.ofInput(), window, () -> {}, troubles::add);
    outbox.start();
    assertThat(window.tryEnter(0)).isTrue();
    assertThat(window.tryEnter(0)).isTrue();

    outbox.accept(job(1));
    assertThat(window.tryEnter(0)).isFalse();
    outbox.accept(job(0));
    outbox.finish();

    assertThat(report.jobs).extracting(FinishedJob::sequence).containsExactly(0L, 1L);
    assertThat(window.isEmpty()).isTrue();
  }

  private void deliverOne(RunReport report, Runnable shown) throws InterruptedException {
    deliverOne(outbox(report, shown));
  }

  private static void deliverOne(Outbox outbox) throws InterruptedException {
    outbox.start();
    outbox.accept(job(0));
    outbox.finish();
  }

  private Outbox outbox(RunReport report, Runnable shown) {
    return new Outbox(
        report,
        Optional.empty(),
        OutputOrder.ofFinishing(),
        new Window(10, 1000),
        shown,
        troubles::add);
  }

  private static RunReport failing() {
    return new Remembering() {
      @Override
      public void finished(FinishedJob job) {
        throw new OutOfMemoryError("for the test");
      }
    };
  }

  private static FinishedJob job(long sequence) {
    return new FinishedJob(
        sequence,
        1,
        Optional.empty(),
        Optional.empty(),
        true,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }

  private static class Remembering implements RunReport {

    final List<FinishedJob> jobs = new ArrayList<>();

    @Override
    public void finished(FinishedJob job) {
      jobs.add(job);
    }

    @Override
    public void summary(Summary summary) {}
  }
}
