package dev.tandemq.test;

import dev.tandemq.context.TimeSource;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import dev.tandemq.store.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of all jobs of a connection: written after the store's word, so that it says what
 * happened and not what was asked for. Safe for concurrent use.
 */
final class Records {

  /** How the text of a failure begins when a check of the test itself did not hold. */
  private static final List<String> CHECKS =
      List.of(
          "java.lang.AssertionError",
          "org.opentest4j.",
          "org.assertj.",
          "org.junit.",
          "junit.framework.");

  private final TimeSource time;

  // Guarded by this.
  private final Map<JobId, Trace> traces = new LinkedHashMap<>();
  private final List<Job> pushed = new ArrayList<>();
  private final Map<String, TreeSet<Instant>> due = new HashMap<>();
  private final Set<Trace> toBeCancelled = new LinkedHashSet<>();
  private final Map<String, Integer> listeners = new HashMap<>();
  private final Set<String> queues = new TreeSet<>();
  private @Nullable String brokenCheck;
  private long claims;
  private long changes;

  Records(TimeSource time) {
    this.time = time;
  }

  // ---- written by the store's decorator

  synchronized void put(List<Job> jobs, List<PutResult> results) {
    Instant now = time.now();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      queues.add(job.queue());
      if (results.get(i) instanceof PutResult.Added) {
        changes++;
        pushed.add(job);
        traces.put(job.id(), new Trace(job, now));
        if (!job.delay().isZero()) {
          due(job.queue(), now.plus(job.delay()));
        }
      }
    }
  }

  synchronized void turned(List<Settle> asked, Turn turn, Predicate<JobId> isHeld) {
    Instant now = time.now();
    for (int i = 0; i < asked.size(); i++) {
      if (turn.settled().get(i) != SettleResult.LOST) {
        changes++;
        settled(asked.get(i), turn.settled().get(i), now);
      }
    }
    for (Claim claim : turn.claims()) {
      changes++;
      claims++;
      trace(claim.job(), now).claimed(claim, now);
    }
    // The end of a lease takes a job out that was asked to be cancelled.
    for (Trace trace : List.copyOf(toBeCancelled)) {
      if (!isHeld.test(trace.job.id())) {
        leaves(trace, Trace.Exit.CANCELLED, now);
      }
    }
  }

  private void leaves(Trace trace, Trace.Exit how, Instant now) {
    toBeCancelled.remove(trace);
    if (trace.exit == null) {
      changes++;
      trace.left(how, now);
    }
  }

  private void settled(Settle settle, SettleResult word, Instant now) {
    Job job = settle.claim().job();
    Trace trace = trace(job, now);
    boolean isRemoved = word == SettleResult.REMOVED;
    trace.settled(settle, isRemoved, now);
    if (!settle.delay().isZero() && !isRemoved) {
      due(job.queue(), now.plus(settle.delay()));
    }
    String error = settle.failure().error();
    if (brokenCheck == null && CHECKS.stream().anyMatch(error::startsWith)) {
      brokenCheck = job + ", attempt " + settle.claim().attempt() + ": " + error;
    }
    if (isRemoved) {
      leaves(trace, Trace.Exit.CANCELLED, now);
    } else if (settle.arrow() == Settle.Arrow.COMPLETE) {
      leaves(trace, Trace.Exit.COMPLETED, now);
    } else if (settle.arrow() == Settle.Arrow.DISCARD) {
      boolean isCancelled = toBeCancelled.contains(trace);
      leaves(trace, isCancelled ? Trace.Exit.CANCELLED : Trace.Exit.DISCARDED, now);
    }
  }

  private Trace trace(Job job, Instant now) {
    return traces.computeIfAbsent(job.id(), id -> new Trace(job, now));
  }

  private void due(String queue, Instant moment) {
    due.computeIfAbsent(queue, name -> new TreeSet<>()).add(moment);
  }

  synchronized void cancelled(List<JobId> ids, List<CancelResult> results) {
    Instant now = time.now();
    for (int i = 0; i < ids.size(); i++) {
      Trace trace = traces.get(ids.get(i));
      if (trace != null && results.get(i) == CancelResult.REMOVED) {
        leaves(trace, Trace.Exit.CANCELLED, now);
      } else if (trace != null && results.get(i) == CancelResult.REQUESTED) {
        toBeCancelled.add(trace);
      }
    }
  }

  /** Something that may remove jobs was done: those that are gone are marked so. */
  synchronized void swept(Predicate<JobId> isHeld) {
    Instant now = time.now();
    for (Trace trace : traces.values()) {
      if (trace.exit == null && !isHeld.test(trace.job.id())) {
        leaves(
            trace, toBeCancelled.contains(trace) ? Trace.Exit.CANCELLED : Trace.Exit.REMOVED, now);
      }
    }
  }

  synchronized void changed() {
    changes++;
  }

  synchronized void listens(String queue, int more) {
    queues.add(queue);
    listeners.merge(queue, more, Integer::sum);
  }

  // ---- read

  /** Names of the queues that were pushed to or claimed from, sorted. */
  synchronized Set<String> queues() {
    return new TreeSet<>(queues);
  }

  /** Whether a worker, or a pop that waits, would hear of a job in the queue. */
  synchronized boolean isListenedTo(String queue) {
    return listeners.getOrDefault(queue, 0) > 0;
  }

  /** When the next delay in the queue ends, after that moment. */
  synchronized Optional<Instant> nextDue(String queue, Instant after) {
    TreeSet<Instant> moments = due.getOrDefault(queue, new TreeSet<>());
    moments.headSet(after, true).clear();
    return moments.isEmpty() ? Optional.empty() : Optional.of(moments.first());
  }

  /** All jobs that were added, in the order in which they were. */
  synchronized List<Job> pushed() {
    return List.copyOf(pushed);
  }

  /** Something read of what was seen of a job, under the lock; empty when it was never seen. */
  synchronized <T> Optional<T> of(JobId id, Function<Trace, T> read) {
    return Optional.ofNullable(traces.get(id)).map(read);
  }

  /** Grows with every change of a job. */
  synchronized long changes() {
    return changes;
  }

  /** Jobs claimed so far. */
  synchronized long claims() {
    return claims;
  }

  /** A check that did not hold inside of a handler since this was asked last. */
  synchronized Optional<String> takeBrokenCheck() {
    Optional<String> taken = Optional.ofNullable(brokenCheck);
    brokenCheck = null;
    return taken;
  }
}
