package dev.tandemq.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Run A: three nodes, no faults, and jobs of which one in twenty fails once. All of them are
 * completed, none twice, the nodes share them fairly, and the numbers add up.
 */
@ResourceLock(Machine.PROCESSORS)
abstract class NoFaultsRun {

  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int SLOTS = 10;
  private static final int WORK_MILLIS = 10;
  private static final int BATCH = 200;
  private static final int ONE_IN = 20;
  private static final double LEAST_SHARE = 0.20;
  private static final double MOST_SHARE = 0.47;

  /** Kept when the run fails: {@code tandem check} reads what is in it. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder = Path.of("");

  abstract Backend backend();

  /** How many jobs; fewer where a backend is slower by its nature. */
  int jobs() {
    return 20_000;
  }

  @Test
  @Timeout(120)
  void allJobsAreCompletedOnceAndSharedFairly() throws Exception {
    int count = Integer.getInteger("runs.jobs", Machine.isTestedAgain() ? 2_000 : jobs());
    try (ClusterRun run = new ClusterRun(backend(), folder, HEARTBEAT, SLOTS)) {
      run.startAll("ada", "bob", "cleo");
      long begin = run.now();
      Set<String> failing = push(run.queue(), count);
      run.drain(Waiting.LONG);
      double seconds = (run.now() - begin) / 1e9;
      RunReport report = run.end();

      String table = table(report, count, seconds);
      System.out.println(table);
      assertThat(report.violations()).as(table).isZero();
      adds(report.stats(), count);
      assertThat(report.facts().jobs()).hasSize(count);
      report
          .facts()
          .jobs()
          .forEach(
              (id, job) -> {
                assertThat(job.completions).as(id).isEqualTo(1);
                assertThat(job.starts).as(id).isEqualTo(failing.contains(id) ? 2 : 1);
              });
      assertThat(report.facts().completedBy()).hasSize(3);
      assertThat(report.facts().completedBy().values())
          .as(table)
          .allMatch(done -> done >= LEAST_SHARE * count && done <= MOST_SHARE * count);
      assertThat(report.verdict("I01").checked()).isEqualTo(count);
      assertThat(report.badLines()).isEmpty();
    }
  }

  private static Set<String> push(Queue queue, int count) {
    Set<String> failing = new HashSet<>();
    List<Job> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean failsOnce = i % ONE_IN == 0;
      Job job =
          queue
              .newJob()
              .payload(Work.text(WORK_MILLIS, failsOnce))
              .backoff(Backoff.fixed(Duration.ofMillis(100)))
              .build();
      if (failsOnce) {
        failing.add(job.id().toString());
      }
      batch.add(job);
      if (batch.size() == BATCH || i == count - 1) {
        assertThat(queue.pushBatch(batch)).allMatch(PutResult.Added.class::isInstance);
        batch.clear();
      }
    }
    return failing;
  }

  private static void adds(QueueStats stats, int count) {
    assertThat(stats.pushed()).isEqualTo(count);
    assertThat(stats.completed()).isEqualTo(count);
    assertThat(stats.size() + stats.failed() + stats.removed()).isZero();
    assertThat(stats.retried()).isEqualTo(count / ONE_IN);
    assertThat(stats.retries()).isEqualTo(count / ONE_IN);
    assertThat(stats.rescued() + stats.snoozed()).isZero();
  }

  private static String table(RunReport report, int count, double seconds) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Run A: %,d jobs of %d ms, one in %d fails once, three nodes with %d slots, %.1f s%n"
            .formatted(count, WORK_MILLIS, ONE_IN, SLOTS, seconds));
    report
        .facts()
        .completedBy()
        .forEach(
            (node, done) ->
                text.append(
                    "  %-5s completed %,7d  %4.1f %%%n"
                        .formatted(node, done, 100.0 * done / count)));
    text.append("  ").append(report.stats()).append('\n');
    return text.append(report.table()).toString();
  }
}
