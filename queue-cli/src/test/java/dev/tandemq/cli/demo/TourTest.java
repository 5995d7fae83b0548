package dev.tandemq.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.StatsView;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Job;
import dev.tandemq.store.QueueStats;
import dev.tandemq.test.TestQueues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tour on time that is moved by hand. */
final class TourTest {

  private final List<QueueEvent> events = new ArrayList<>();

  @Test
  void theTableTellsWhatTheEventsTell() {
    QueueStats stats = runTour();

    Map<String, String> cells = cells(StatsView.table(List.of(stats)));
    assertThat(cells)
        .containsEntry("queue", "demo")
        .containsEntry("ready", "0")
        .containsEntry("delayed", "0")
        .containsEntry("reserved", "0")
        .containsEntry("size", "0")
        .containsEntry("completed", count(QueueEvent.Completed.class))
        .containsEntry("failed", count(QueueEvent.Failed.class))
        .containsEntry("removed", count(QueueEvent.Cancelled.class));
    assertThat(String.valueOf(stats.pushed())).isEqualTo(count(QueueEvent.Pushed.class));
    assertThat(String.valueOf(stats.retries())).isEqualTo(count(QueueEvent.Retried.class));
    assertThat(String.valueOf(stats.snoozed())).isEqualTo(count(QueueEvent.Snoozed.class));
    assertThat(tally(events).differences(stats)).isEmpty();
  }

  @Test
  void oneEventThatIsMissingIsNoticed() {
    QueueStats stats = runTour();

    for (QueueEvent event : events) {
      boolean counts =
          event instanceof QueueEvent.Pushed
              || event instanceof QueueEvent.Cancelled
              || (event instanceof QueueEvent.ClaimEvent && !(event instanceof QueueEvent.Started));
      List<QueueEvent> others = events.stream().filter(other -> other != event).toList();
      assertThat(tally(others).differences(stats).isEmpty())
          .as("without " + event)
          .isEqualTo(!counts);
    }
  }

  @Test
  void everyKindOfFateIsShown() {
    runTour();

    assertThat(events.stream().map(Object::getClass).map(Class::getSimpleName))
        .contains(
            "Pushed",
            "Duplicated",
            "Started",
            "Completed",
            "Retried",
            "Snoozed",
            "Cancelled",
            "Failed",
            "WorkerStarted");
    assertThat(all(QueueEvent.Retried.class))
        .as("one that completes after all, and one that does not")
        .extracting(event -> event.claim().job().type())
        .containsExactlyInAnyOrder("mail", "webhook");
    assertThat(all(QueueEvent.Failed.class))
        .extracting(event -> event.failure().error())
        .containsExactly("java.io.IOException: HTTP 500");
  }

  @Test
  void theUrgentJobOvertakesThoseThatWaitedBeforeIt() {
    runTour();

    int pushed = indexOf(QueueEvent.Pushed.class, TourTest::isUrgent);
    int started = indexOf(QueueEvent.Started.class, TourTest::isUrgent);
    List<Job> startedBetween =
        events.subList(pushed, started).stream()
            .filter(QueueEvent.Started.class::isInstance)
            .map(event -> ((QueueEvent.Started) event).claim().job())
            .toList();
    long waiting =
        events.subList(0, pushed).stream()
                .filter(
                    event -> event instanceof QueueEvent.Pushed job && job.job().delay().isZero())
                .count()
            - events.subList(0, pushed).stream()
                .filter(QueueEvent.Started.class::isInstance)
                .count();
    assertThat(waiting).as("jobs that were ready before").isGreaterThanOrEqualTo(3);
    assertThat(startedBetween).isEmpty();
  }

  @Test
  void theDelayedJobIsNotStartedBeforeItsTime() {
    runTour();

    QueueEvent.Pushed pushed =
        all(QueueEvent.Pushed.class).stream()
            .filter(event -> EventText.about(event.job()).equals("to Bob"))
            .findFirst()
            .orElseThrow();
    QueueEvent.Started started =
        all(QueueEvent.Started.class).stream()
            .filter(event -> event.id().equals(pushed.id()))
            .findFirst()
            .orElseThrow();
    assertThat(started.at()).isAfterOrEqualTo(pushed.at().plus(pushed.job().delay()));
  }

  // ---- helpers

  private QueueStats runTour() {
    try (TestQueues tandem = TestQueues.create()) {
      tandem.queues().onEvent(events::add);
      new Tour(tandem.queues(), Pace.USUAL, tandem::advance).start();
      tandem.drain();
      tandem.runUntilIdle();
      return tandem.queues().queue(Tour.QUEUE).stats();
    }
  }

  private static Tally tally(List<QueueEvent> events) {
    Tally tally = new Tally();
    events.forEach(tally::add);
    return tally;
  }

  private static boolean isUrgent(Job job) {
    return job.priority() > 0;
  }

  private int indexOf(
      Class<? extends QueueEvent> kind, java.util.function.Predicate<Job> predicate) {
    for (int i = 0; i < events.size(); i++) {
      QueueEvent event = events.get(i);
      Job job =
          event instanceof QueueEvent.Pushed pushed
              ? pushed.job()
              : event instanceof QueueEvent.Started started ? started.claim().job() : null;
      if (kind.isInstance(event) && job != null && predicate.test(job)) {
        return i;
      }
    }
    throw new AssertionError("no such " + kind.getSimpleName() + " in " + events);
  }

  private <E extends QueueEvent> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private String count(Class<? extends QueueEvent> kind) {
    return String.valueOf(all(kind).size());
  }

  private static Map<String, String> cells(String table) {
    List<List<String>> lines =
        table.lines().map(line -> Arrays.asList(line.split(" {2,}", -1))).toList();
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < lines.get(0).size(); i++) {
      cells.put(lines.get(0).get(i), lines.get(1).get(i));
    }
    return cells;
  }
}
