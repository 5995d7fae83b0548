package dev.tandemq.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BoardTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration EXPECTED = Duration.ofMillis(6600);

  private final Job mail = job(1, "mail", "to Ada", Duration.ZERO, 0);
  private final Job later = job(2, "report", "May", Duration.ofSeconds(3), 7);
  private final Board board = new Board(Glyphs.ASCII, EXPECTED);

  @Test
  void aJobOnTheBoardIsWhatItsEventsSay() {
    board.add(new QueueEvent.Pushed(at(0), mail));
    board.add(new QueueEvent.Pushed(at(0), later));
    board.add(new QueueEvent.Started(at(400), claim(1)));
    board.add(
        new QueueEvent.Retried(
            at(800), claim(1), Duration.ofMillis(400), Duration.ofSeconds(1), new Failure("no")));
    board.add(new QueueEvent.Started(at(1800), claim(2)));
    board.add(new QueueEvent.Completed(at(2300), claim(2), Duration.ofMillis(500)));

    assertThat(text(2900, 80))
        .containsExactly(
            "queue demo: 2 jobs, 1 delayed, 1 completed   2.9 s",
            "",
            "+ mail        to Ada           completed 2/3   ..##x----##+",
            "- report      May ^7           delayed         ---------------",
            "",
            ". ready  - not yet  # running  + completed  x an attempt failed  2/3 attempts",
            "",
            " 0.00 s pushed        report May, not before 3.0 s from now, priority 7",
            " 0.40 s started       mail to Ada, attempt 1 of 3",
            " 0.80 s retried       mail to Ada in 1.0 s: no (attempt 1)",
            " 1.80 s started       mail to Ada, attempt 2 of 3",
            " 2.30 s completed     mail to Ada in 500 ms, attempt 2");
  }

  @Test
  void theLastErrorOfAFailedJobIsShown() {
    board.add(new QueueEvent.Pushed(at(0), mail));
    board.add(new QueueEvent.Started(at(0), claim(3)));
    board.add(
        new QueueEvent.Failed(
            at(1000), claim(3), Duration.ofSeconds(1), new Failure("bad\u001b[2J")));

    assertThat(text(1000, 80))
        .contains(
            "x mail        to Ada           failed    3/3   #####x",
            " 1.00 s failed        mail to Ada: bad\\x1b[2J (attempt 3)");
  }

  @Test
  void aCancelledJobIsRemovedAndADuplicateIsNoJob() {
    board.add(new QueueEvent.Pushed(at(0), later));
    board.add(new QueueEvent.Duplicated(at(0), mail, later.id()));
    board.add(new QueueEvent.Cancelled(at(100), later.id(), false));

    assertThat(text(100, 80))
        .contains(
            "queue demo: 1 job, 1 removed, 1 duplicate   0.1 s",
            " 0.00 s duplicated    mail to Ada, the same as one that is there: report May",
            " 0.10 s cancelled     report May, which waited");
  }

  @Test
  void aSnoozeDoesNotSpendTheAttempt() {
    board.add(new QueueEvent.Pushed(at(0), mail));
    board.add(new QueueEvent.Started(at(0), claim(1)));
    board.add(new QueueEvent.Snoozed(at(300), claim(1), Duration.ofSeconds(1)));

    assertThat(text(300, 80)).contains("- mail        to Ada           snoozed         #-");
  }

  @Test
  void whenTheTimeDoesNotFitItIsDrawnSmaller() {
    board.add(new QueueEvent.Pushed(at(0), mail));
    board.add(new QueueEvent.Started(at(6000), claim(1)));

    assertThat(text(12_000, 80).get(2)).endsWith(" " + ".".repeat(15) + "#".repeat(16));
  }

  @Test
  void noLineIsLongerThanTheTerminalIsWide() {
    board.add(new QueueEvent.Pushed(at(0), mail));
    board.add(new QueueEvent.Pushed(at(0), later));

    for (int width = 1; width < 120; width++) {
      int columns = width;
      assertThat(text(60_000, width)).allMatch(line -> line.length() <= columns);
    }
    assertThat(text(0, 50)).contains("- report      May ^7           delayed");
  }

  @Test
  void thereAreNeverMoreLinesThanItsHeightSays() {
    for (int i = 0; i < 20; i++) {
      board.add(new QueueEvent.Pushed(at(0), mail));
    }

    assertThat(text(0, 80)).hasSize(Board.height(1));
  }

  // ---- helpers

  private List<String> text(long millis, int width) {
    return board.lines(at(millis), width).stream().map(StyledLine::text).toList();
  }

  private Claim claim(int attempt) {
    return new Claim(mail, attempt, attempt, 0, "node", START, Duration.ZERO);
  }

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  static Job job(long number, String type, String about, Duration delay, int priority) {
    return Job.builder()
        .id(new JobId(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number))
        .queue("demo")
        .createdAt(START)
        .type(type)
        .tag(Tour.ABOUT, about)
        .delay(delay)
        .priority(priority)
        .build();
  }
}
