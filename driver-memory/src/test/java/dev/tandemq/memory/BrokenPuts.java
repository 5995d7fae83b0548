package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.Claim;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores that break a rule of put. */
final class BrokenPuts {

  private BrokenPuts() {}

  static List<BrokenStore> all() {
    return List.of(
        BrokenStore.of(
            "answers a large batch before all of it is stored", Set.of("P1"), StoresLater::new),
        BrokenStore.of(
            "takes every back-off for the standard one",
            Set.of("P2"),
            store ->
                new ForwardingJobStore(store) {
                  @Override
                  public CompletionStage<Turn> turn(TurnRequest request) {
                    return target()
                        .turn(request)
                        .thenApply(turn -> Changed.claims(turn, BrokenPuts::withStandardBackoff));
                  }
                }),
        BrokenStore.of("drops zeros at the end of a payload", Set.of("P2"), DropsZeros::new),
        BrokenStore.of(
            "lets delayed jobs go a nanosecond early",
            Set.of("P3"),
            store -> new DisguisingStore(store, BrokenPuts::early)),
        BrokenStore.of("forgets the ids of failed jobs", Set.of("P4"), ForgetsFailedIds::new),
        BrokenStore.of(
            "compares unique keys without regard to case",
            Set.of("L3", "P5"),
            store -> new DisguisingStore(store, BrokenPuts::lowerCaseKey)),
        BrokenStore.of(
            "puts the jobs of a batch one by one", Set.of("B1", "H3", "P6"), PutsOneByOne::new),
        BrokenStore.of("answers a batch in reverse", Set.of("P7"), AnswersInReverse::new));
  }

  private static Claim withStandardBackoff(Claim claim) {
    return claim.job().backoff().isEmpty()
        ? claim
        : Changed.job(claim, claim.job().toBuilder().backoff(Backoff.standard()).build());
  }

  private static Job early(Job job) {
    return job.delay().isZero() ? job : job.toBuilder().delay(job.delay().minusNanos(1)).build();
  }

  private static Job lowerCaseKey(Job job) {
    return job.uniqueKey()
        .map(key -> job.toBuilder().uniqueKey(key.toLowerCase(Locale.ROOT)).build())
        .orElse(job);
  }

  /** Stores what comes after the first hundred jobs of a batch with the next call but a look. */
  private static final class StoresLater extends ForwardingJobStore {
    private static final int AT_ONCE = 100;

    private final List<Job> late = new ArrayList<>();

    StoresLater(JobStore target) {
      super(target);
    }

    private synchronized void storeLate() {
      target().put(late).toCompletableFuture().join();
      late.clear();
    }

    @Override
    public synchronized CompletionStage<List<PutResult>> put(List<Job> jobs) {
      storeLate();
      if (jobs.size() <= AT_ONCE || jobs.size() > MemoryFixtures.SMALL.maxBatch()) {
        return target().put(jobs);
      }
      late.addAll(jobs.subList(AT_ONCE, jobs.size()));
      List<PutResult> results =
          new ArrayList<>(target().put(jobs.subList(0, AT_ONCE)).toCompletableFuture().join());
      late.forEach(job -> results.add(new PutResult.Added(job.id())));
      return CompletableFuture.completedFuture(results);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      storeLate();
      return target().turn(request);
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      storeLate();
      return target().stats(queues);
    }
  }

  private static final class DropsZeros extends ForwardingJobStore {
    DropsZeros(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return target()
          .turn(request)
          .thenApply(
              turn -> Changed.claims(turn, claim -> Changed.job(claim, shortened(claim.job()))));
    }

    private static Job shortened(Job job) {
      byte[] payload = job.payload();
      int length = payload.length;
      while (length > 0 && payload[length - 1] == 0) {
        length--;
      }
      return job.toBuilder().payload(Arrays.copyOf(payload, length)).build();
    }
  }

  private static final class ForgetsFailedIds extends ForwardingJobStore {
    ForgetsFailedIds(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      List<JobId> failed = new ArrayList<>();
      for (Job job : jobs) {
        target()
            .find(job.id())
            .toCompletableFuture()
            .join()
            .filter(view -> view.state() == JobState.FAILED)
            .ifPresent(view -> failed.add(view.job().id()));
      }
      target().remove(failed).toCompletableFuture().join();
      return target().put(jobs);
    }
  }

  private static final class PutsOneByOne extends ForwardingJobStore {
    PutsOneByOne(JobStore target) {
      super(target);
    }

    @Override
    public synchronized CompletionStage<List<PutResult>> put(List<Job> jobs) {
      if (jobs.size() > MemoryFixtures.SMALL.maxBatch()) {
        return target().put(jobs);
      }
      List<PutResult> results = new ArrayList<>();
      for (Job job : List.copyOf(jobs)) {
        results.addAll(target().put(List.of(job)).toCompletableFuture().join());
      }
      return CompletableFuture.completedFuture(results);
    }

    // In one step with a put: the fault shall show in what stays after a refusal, not by chance.
    @Override
    public synchronized CompletionStage<List<QueueStats>> stats(List<String> queues) {
      return target().stats(queues);
    }
  }

  private static final class AnswersInReverse extends ForwardingJobStore {
    AnswersInReverse(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      return target()
          .put(jobs)
          .thenApply(
              results -> {
                List<PutResult> reversed = new ArrayList<>(results);
                Collections.reverse(reversed);
                return reversed;
              });
    }
  }
}
