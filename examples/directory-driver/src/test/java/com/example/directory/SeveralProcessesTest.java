package com.example.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.RealTimeContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract kit cannot see: processes that share a directory, and that are killed. */
final class SeveralProcessesTest {

  private static final int ROUNDS = 6;

  @TempDir Path folder;

  private static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void aProcessThatIsKilledLosesNoJobDoublesNoneAndTheCountersAddUp() throws Exception {
    Set<JobId> pushed = new HashSet<>();
    Set<JobId> completing = new HashSet<>();
    Set<JobId> completed = new HashSet<>();
    Random random = new Random();
    for (int round = 0; round < ROUNDS; round++) {
      try (ChurnProcess process = new ChurnProcess(folder, "churn")) {
        for (String line : process.killAfter(60 + random.nextInt(200))) {
          if (line.length() < 36) {
            continue;
          }
          JobId id = JobId.parse(line.substring(line.length() - 36));
          if (line.startsWith("pushed ")) {
            pushed.add(id);
          } else if (line.startsWith("completing ")) {
            completing.add(id);
          } else if (line.startsWith("COMPLETE ")) {
            completed.add(id);
          }
        }
      }
      check(pushed, completing, completed, round + 1);
    }
  }

  private void check(Set<JobId> pushed, Set<JobId> completing, Set<JobId> completed, int rounds) {
    try (RealTimeContext context = new RealTimeContext();
        JobStore store = Churn.open(folder, context)) {
      List<JobId> there = new ArrayList<>();
      for (JobState state : JobState.values()) {
        there.addAll(list(store, state));
      }
      QueueStats stats = answer(store.stats(List.of(Churn.QUEUE))).get(0);

      assertThat(there).as("a job in two states").doesNotHaveDuplicates();
      assertThat(completed)
          .as("completed jobs that are still there")
          .doesNotContainAnyElementsOf(there);
      Set<JobId> lost = new HashSet<>(pushed);
      lost.removeAll(there);
      assertThat(completing).as("jobs that are gone, all on their way").containsAll(lost);
      // What a killed process was about to do, one call each, it may have done.
      assertThat(stats.pushed())
          .isBetween((long) pushed.size(), (long) pushed.size() + rounds * Churn.BATCH);
      assertThat(stats.completed()).isBetween((long) completed.size(), (long) completing.size());
      assertThat(stats.ready() + stats.delayed() + stats.reserved() + stats.failed())
          .isEqualTo(there.size());
      assertThat(stats.pushed()).isEqualTo(there.size() + stats.completed() + stats.removed());
      assertThat(stats.removed()).isZero();
    }
  }

  private static List<JobId> list(JobStore store, JobState state) {
    List<JobId> ids = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<JobView> page = answer(store.list(Churn.QUEUE, state, new PageRequest(100, after)));
      page.items().forEach(view -> ids.add(view.job().id()));
      after = page.next();
    } while (after.isPresent());
    return ids;
  }

  @Test
  void noJobIsClaimedByTwoProcesses() throws Exception {
    int jobs = 400;
    Random random = new Random();
    try (RealTimeContext context = new RealTimeContext();
        JobStore store = Churn.open(folder, context)) {
      for (int i = 0; i < jobs; i++) {
        answer(store.put(List.of(Churn.job(random))));
      }
      try (ChurnProcess first = new ChurnProcess(folder, "drain");
          ChurnProcess second = new ChurnProcess(folder, "drain")) {
        List<String> all = new ArrayList<>(first.untilItEnds());
        all.addAll(second.untilItEnds());

        assertThat(all).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(answer(store.stats(List.of(Churn.QUEUE))).get(0).completed()).isEqualTo(jobs);
      }
    }
  }

  @Test
  void anotherStoreOnTheDirectorySeesTheLeaseAndItsEndOnRealTime() throws Exception {
    Duration lease = Duration.ofMillis(300);
    try (RealTimeContext context = new RealTimeContext();
        JobStore one = Churn.open(folder, context);
        JobStore other = Churn.open(folder, context)) {
      answer(one.put(List.of(Churn.job(new Random()))));
      long start = System.nanoTime();
      Claim claim = answer(one.turn(claims(lease))).claims().get(0);

      List<Claim> stolen = List.of();
      while (stolen.isEmpty() && System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
        stolen = answer(other.turn(claims(lease))).claims();
      }
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(lease.toNanos());
      assertThat(stolen).hasSize(1);
      assertThat(stolen.get(0).token()).isGreaterThan(claim.token());
    }
  }

  private static TurnRequest claims(Duration lease) {
    return new TurnRequest(List.of(), List.of(Churn.QUEUE), 1, lease, "node");
  }
}
