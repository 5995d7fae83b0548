package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Pruned;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Swept;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Stores that break a rule of sweep, look, requeue, removal, pause, stats, hints or life cycle. */
final class BrokenChores {

  private BrokenChores() {}

  static List<BrokenStore> all() {
    return List.of(
        changingViews(
            "does not tell of rescues",
            Set.of("R3"),
            view ->
                Changed.history(
                    view,
                    view.history().stream()
                        .filter(attempt -> !attempt.end().equals("rescue"))
                        .toList())),
        BrokenStore.of("sweeps without a limit", Set.of("R4"), SweepsWithoutLimit::new),
        changingViews(
            "does not tell who holds a job", Set.of("L1"), view -> Changed.node(view, null)),
        BrokenStore.of("finds keys of other queues too", Set.of("L3"), FindsKeysAnywhere::new),
        BrokenStore.of("tells nobody of room", Set.of("H3"), TellsNobodyOfRoom::new),
        BrokenStore.of("tells of room where there is none", Set.of("H3"), TellsOfNoRoom::new),
        BrokenStore.of(
            "never ends a subscription to room", Set.of("H2"), NeverEndsRoomSubscriptions::new),
        BrokenStore.of("loses jobs between pages", Set.of("L2", "T1"), LosesBetweenPages::new),
        BrokenStore.of("requeues in any queue", Set.of("Q1"), RequeuesAnywhere::new),
        BrokenStore.of("counts what it did not remove of many", Set.of("Q2"), CountsUnremoved::new),
        BrokenStore.of("clears failed jobs too", Set.of("Q3"), ClearsFailed::new),
        BrokenStore.of("prunes by number alone", Set.of("Q4"), PrunesByNumber::new),
        BrokenStore.of("does not pause", Set.of("Q5", "H1"), DoesNotPause::new),
        BrokenStore.of(
            "leaves cleared jobs in a counter", Set.of("Q3", "T1"), LeavesClearedInCounter::new),
        changingStats(
            "does not count rescues",
            Set.of("T2"),
            stats -> Changed.counters(stats, stats.reserved(), stats.completed(), 0)),
        BrokenStore.of("creates what it is asked about", Set.of("T3"), CreatesByQuestion::new),
        BrokenStore.of("sorts the queues that it reads", Set.of("T4"), SortsStats::new),
        BrokenStore.of("gives no hints", Set.of("H1"), GivesNoHints::new),
        BrokenStore.of("never ends a subscription", Set.of("H2"), NeverEndsSubscriptions::new),
        BrokenStore.of("goes on after close", Set.of("X1"), NeverCloses::new),
        BrokenStore.of("reports misuse with the answer", Set.of("X2"), ReportsMisuseLater::new));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static BrokenStore changingViews(
      String fault, Set<String> breaks, UnaryOperator<JobView> change) {
    return BrokenStore.of(
        fault,
        breaks,
        store ->
            new ForwardingJobStore(store) {
              @Override
              public CompletionStage<Optional<JobView>> find(JobId id) {
                return target().find(id).thenApply(found -> found.map(change));
              }
            });
  }

  private static BrokenStore changingStats(
      String fault, Set<String> breaks, UnaryOperator<QueueStats> change) {
    return BrokenStore.of(
        fault,
        breaks,
        store ->
            new ForwardingJobStore(store) {
              @Override
              public CompletionStage<List<QueueStats>> stats(List<String> queues) {
                return target().stats(queues).thenApply(all -> all.stream().map(change).toList());
              }
            });
  }

  private static final class SweepsWithoutLimit extends ForwardingJobStore {
    SweepsWithoutLimit(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Swept> sweep(String queue, int max, long term) {
      return target().sweep(queue, max < 1 ? max : Integer.MAX_VALUE, term);
    }
  }

  private static final class LosesBetweenPages extends ForwardingJobStore {
    LosesBetweenPages(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
      int skipped = page.after().isPresent() ? 1 : 0;
      return target()
          .list(queue, state, page)
          .thenApply(
              found -> new Page<>(found.items().stream().skip(skipped).toList(), found.next()));
    }
  }

  private static final class RequeuesAnywhere extends ForwardingJobStore {
    RequeuesAnywhere(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
      int moved = now(target().requeue(queue, ids));
      for (String other : now(target().queues())) {
        moved += now(target().requeue(other, ids));
      }
      return CompletableFuture.completedFuture(moved);
    }
  }

  private static final class CountsUnremoved extends ForwardingJobStore {
    CountsUnremoved(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> remove(List<JobId> ids) {
      return target().remove(ids).thenApply(removed -> ids.size() > 2 ? ids.size() : removed);
    }
  }

  private static final class ClearsFailed extends ForwardingJobStore {
    ClearsFailed(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> clear(String queue) {
      int failed = now(target().prune(queue, Duration.ZERO, 0, Integer.MAX_VALUE));
      return target().clear(queue).thenApply(removed -> removed + failed);
    }
  }

  private static final class PrunesByNumber extends ForwardingJobStore {
    PrunesByNumber(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Pruned> prune(
        String queue, Duration olderThan, int keep, int max, long term) {
      boolean good = !olderThan.isNegative();
      return target().prune(queue, good ? Job.LIMIT_DURATION : olderThan, keep, max, term);
    }
  }

  private static final class DoesNotPause extends ForwardingJobStore {
    DoesNotPause(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Void> pause(String queue, boolean paused) {
      return target().pause(queue, false);
    }
  }

  private static final class LeavesClearedInCounter extends ForwardingJobStore {
    private final Map<String, Long> left = new ConcurrentHashMap<>();

    LeavesClearedInCounter(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Integer> clear(String queue) {
      long reserved = now(target().stats(List.of(queue))).get(0).reserved();
      int removed = now(target().clear(queue));
      left.merge(queue, reserved, Long::sum);
      return CompletableFuture.completedFuture(removed);
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      return target().stats(queues).thenApply(all -> all.stream().map(this::counted).toList());
    }

    private QueueStats counted(QueueStats stats) {
      long reserved = stats.reserved() + left.getOrDefault(stats.queue(), 0L);
      return Changed.counters(stats, reserved, stats.completed(), stats.rescued());
    }
  }

  private static final class CreatesByQuestion extends ForwardingJobStore {
    CreatesByQuestion(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      CompletionStage<List<QueueStats>> stats = target().stats(queues);
      for (QueueStats one : now(stats)) {
        if (one.createdAt().isEmpty()) {
          var unused = now(target().pause(one.queue(), one.paused()));
        }
      }
      return stats;
    }
  }

  private static final class SortsStats extends ForwardingJobStore {
    SortsStats(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      return target()
          .stats(queues)
          .thenApply(all -> all.stream().sorted(Comparator.comparing(QueueStats::queue)).toList());
    }
  }

  private static final class GivesNoHints extends ForwardingJobStore {
    GivesNoHints(JobStore target) {
      super(target);
    }

    @Override
    public Subscription onReady(String queue, Runnable hint) {
      target().onReady(queue, hint).close();
      return () -> {};
    }
  }

  private static final class NeverEndsSubscriptions extends ForwardingJobStore {
    NeverEndsSubscriptions(JobStore target) {
      super(target);
    }

    @Override
    public Subscription onReady(String queue, Runnable hint) {
      target().onReady(queue, hint);
      return () -> {};
    }
  }

  private static final class NeverEndsRoomSubscriptions extends ForwardingJobStore {
    NeverEndsRoomSubscriptions(JobStore target) {
      super(target);
    }

    @Override
    public Subscription onRoom(String queue, Runnable hint) {
      target().onRoom(queue, hint);
      return () -> {};
    }
  }

  private static final class FindsKeysAnywhere extends ForwardingJobStore {
    FindsKeysAnywhere(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Optional<JobId>> findUnique(String queue, String uniqueKey) {
      Optional<JobId> found = now(target().findUnique(queue, uniqueKey));
      for (String other : now(target().queues())) {
        found = found.isPresent() ? found : now(target().findUnique(other, uniqueKey));
      }
      return CompletableFuture.completedFuture(found);
    }
  }

  private static final class TellsNobodyOfRoom extends ForwardingJobStore {
    TellsNobodyOfRoom(JobStore target) {
      super(target);
    }

    @Override
    public Subscription onRoom(String queue, Runnable hint) {
      target().onRoom(queue, hint).close();
      return () -> {};
    }
  }

  /** Calls with each removal, whether or not it makes room and anybody was refused. */
  private static final class TellsOfNoRoom extends ForwardingJobStore {
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();

    TellsOfNoRoom(JobStore target) {
      super(target);
    }

    @Override
    public Subscription onRoom(String queue, Runnable hint) {
      Subscription subscription = target().onRoom(queue, hint);
      hints.add(hint);
      return () -> {
        hints.remove(hint);
        subscription.close();
      };
    }

    @Override
    public CompletionStage<Integer> remove(List<JobId> ids) {
      CompletionStage<Integer> removed = target().remove(ids);
      hints.forEach(Runnable::run);
      return removed;
    }
  }

  private static final class NeverCloses extends ForwardingJobStore {
    NeverCloses(JobStore target) {
      super(target);
    }

    @Override
    public void close() {}
  }

  private static final class ReportsMisuseLater extends ForwardingJobStore {
    ReportsMisuseLater(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      try {
        return target().put(jobs);
      } catch (IllegalArgumentException misuse) {
        return CompletableFuture.failedFuture(misuse);
      }
    }
  }
}
