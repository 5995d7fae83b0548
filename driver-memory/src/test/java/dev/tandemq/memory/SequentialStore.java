package dev.tandemq.memory;

import dev.tandemq.job.JobState;
import dev.tandemq.store.Settle.Arrow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code docs/contract.md} says of a store, for one thread, a handful of jobs and a clock that
 * stands still: slow and plain, and written without a look at the store. The operations are those
 * of {@link StoreOperations}, their answers too.
 *
 * <p>Where the contract leaves a choice this follows the memory store, and says so: tokens count
 * the claims of the whole store (C7 asks only that those of one job grow).
 */
public final class SequentialStore {

  private static final class Kept {

    private final int id;
    private JobState state = JobState.READY;
    private int attempts;
    private int snoozes;
    private long token;
    private int place;
    private boolean isCancelled;

    Kept(int id) {
      this.id = id;
    }
  }

  private static final class Counts {

    private int pushed;
    private int completed;
    private int removed;
    private int retried;
    private int retries;
    private int snoozed;
  }

  private final Map<Integer, Kept> jobs = new TreeMap<>();
  private final Map<String, Counts> counts = new TreeMap<>();
  private long lastToken;
  private int lastPlace;

  /** An empty store. */
  public SequentialStore() {}

  /** P1, P4, P5. */
  public String put(int id) {
    if (jobs.containsKey(id)) {
      return "duplicate of " + id;
    }
    Kept twin = twin(id);
    if (twin != null) {
      return "duplicate of " + twin.id;
    }
    Kept job = new Kept(id);
    jobs.put(id, job);
    toTail(job);
    countsOf(job).pushed++;
    return "added " + id;
  }

  private @Nullable Kept twin(int id) {
    String key = Samples.uniqueKey(id);
    for (Kept other : jobs.values()) {
      if (other.id != id
          && other.state != JobState.FAILED
          && !key.isEmpty()
          && key.equals(Samples.uniqueKey(other.id))) {
        return other;
      }
    }
    return null;
  }

  private void toTail(Kept job) {
    job.state = JobState.READY;
    job.place = ++lastPlace;
  }

  private Counts countsOf(Kept job) {
    return counts.computeIfAbsent(Samples.queue(job.id), name -> new Counts());
  }

  /** C1 to C4, C6 to C8. */
  public String claim(int want) {
    List<String> claimed = new ArrayList<>();
    for (Kept job : inOrder().subList(0, Math.min(want, inOrder().size()))) {
      job.state = JobState.RESERVED;
      job.token = ++lastToken;
      claimed.add(Samples.claimed(job.id, job.token, job.attempts + 1, job.snoozes));
    }
    return claimed + (inOrder().isEmpty() ? "" : " more");
  }

  private List<Kept> inOrder() {
    return jobs.values().stream()
        .filter(job -> job.state == JobState.READY)
        .sorted(
            Comparator.<Kept, String>comparing(job -> Samples.queue(job.id))
                .thenComparing(job -> -Samples.priority(job.id))
                .thenComparing(job -> job.place))
        .toList();
  }

  /** S1, S2, K3 and the arrow's own rule. */
  public String settle(int token, String arrow) {
    List<String> results = new ArrayList<>();
    for (int id : Samples.IDS) {
      Kept job = held(id, token);
      if (job == null) {
        results.add("LOST");
        continue;
      }
      take(Arrow.valueOf(arrow), job);
      boolean isRemoved = Arrow.valueOf(arrow).leadsBack() && !jobs.containsKey(id);
      results.add(isRemoved ? "REMOVED" : "APPLIED");
    }
    return results.toString();
  }

  /** S1: what was settled first can be claimed in the same turn. */
  public String turn(int token, String arrow, int want) {
    return settle(token, arrow) + " " + claim(want);
  }

  private @Nullable Kept held(int id, int token) {
    Kept job = jobs.get(id);
    return job != null && job.state == JobState.RESERVED && job.token == token ? job : null;
  }

  private void take(Arrow arrow, Kept job) {
    switch (arrow) {
      case COMPLETE -> {
        countsOf(job).completed++;
        jobs.remove(job.id);
      }
      case DISCARD -> drop(job);
      case RETRY, RELEASE -> {
        job.attempts++;
        if (job.attempts >= Samples.MAX_ATTEMPTS) {
          fail(job);
        } else if (job.isCancelled) {
          drop(job);
        } else {
          countsOf(job).retries++;
          if (job.attempts == 1) {
            countsOf(job).retried++;
          }
          toTail(job);
        }
      }
      case BURY -> {
        job.attempts++;
        fail(job);
      }
      case SNOOZE -> {
        if (job.isCancelled) {
          drop(job);
        } else {
          countsOf(job).snoozed++;
          job.snoozes++;
          job.state = JobState.DELAYED;
        }
      }
      case HAND_BACK -> {
        if (job.isCancelled) {
          drop(job);
        } else {
          job.state = JobState.READY;
        }
      }
    }
  }

  private void fail(Kept job) {
    job.state = JobState.FAILED;
    job.isCancelled = false;
  }

  private void drop(Kept job) {
    countsOf(job).removed++;
    jobs.remove(job.id);
  }

  /** E2, E3; and a wish to cancel is told. */
  public String extend(int token) {
    List<String> results = new ArrayList<>();
    for (int id : Samples.IDS) {
      Kept job = held(id, token);
      results.add(job == null ? "LOST" : job.isCancelled ? "CANCEL" : "EXTENDED");
    }
    return results.toString();
  }

  /** L1. */
  public String find(int id) {
    Kept job = jobs.get(id);
    return job == null
        ? "nothing"
        : Samples.found(job.state, job.attempts, job.token, job.isCancelled);
  }

  /** What waits goes, what is claimed is marked. */
  public String cancel(int id) {
    Kept job = jobs.get(id);
    if (job == null || job.state == JobState.FAILED) {
      return "[NONE]";
    }
    if (job.state == JobState.RESERVED) {
      job.isCancelled = true;
      return "[REQUESTED]";
    }
    drop(job);
    return "[REMOVED]";
  }

  /** Q1. */
  public int requeue(int id) {
    Kept job = jobs.get(id);
    if (job == null || job.state != JobState.FAILED || twin(id) != null) {
      return 0;
    }
    job.attempts = 0;
    job.snoozes = 0;
    toTail(job);
    return 1;
  }

  /** Q2. */
  public int remove(int id) {
    Kept job = jobs.get(id);
    if (job == null) {
      return 0;
    }
    drop(job);
    return 1;
  }

  /** Q6. */
  public int forget(int id) {
    Kept job = jobs.get(id);
    if (job == null || job.state != JobState.FAILED) {
      return 0;
    }
    drop(job);
    return 1;
  }

  /** Q3. */
  public int clear() {
    List<Kept> waiting =
        jobs.values().stream()
            .filter(job -> Samples.queue(job.id).equals(Samples.FIRST))
            .filter(job -> job.state != JobState.FAILED)
            .toList();
    waiting.forEach(this::drop);
    return waiting.size();
  }

  /** T1 to T4. */
  public String stats() {
    return statsOf(Samples.FIRST) + " " + statsOf(Samples.SECOND);
  }

  private String statsOf(String queue) {
    Counts counted = counts.getOrDefault(queue, new Counts());
    return Samples.counted(
        inState(queue, JobState.READY),
        inState(queue, JobState.DELAYED),
        inState(queue, JobState.RESERVED),
        inState(queue, JobState.FAILED),
        counted.pushed,
        counted.completed,
        counted.removed,
        counted.retried,
        counted.retries,
        counted.snoozed);
  }

  private long inState(String queue, JobState state) {
    return jobs.values().stream()
        .filter(job -> Samples.queue(job.id).equals(queue) && job.state == state)
        .count();
  }
}
