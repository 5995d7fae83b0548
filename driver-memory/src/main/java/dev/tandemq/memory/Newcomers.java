package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a batch that are no duplicates, counted by queue before any of them is put: a batch
 * finds room as a whole or not at all (rules P6, B1). Decides on duplicates just as the put does,
 * in the order of the batch and over all its queues. Guarded by the store's lock.
 */
final class Newcomers {

  private final Predicate<JobId> isTaken;
  private final Map<String, MemoryQueue> queues;
  private final Set<JobId> ids = new HashSet<>();
  private final Map<String, Set<String>> keys = new HashMap<>();
  private final Map<MemoryQueue, Integer> coming = new HashMap<>();

  private Newcomers(Predicate<JobId> isTaken, Map<String, MemoryQueue> queues) {
    this.isTaken = isTaken;
    this.queues = queues;
  }

  /**
   * Whether each queue has room for all that the batch brings to it.
   *
   * @param isTaken whether the store has or remembers a job of this id
   */
  static boolean findRoom(
      List<Job> batch, Predicate<JobId> isTaken, Map<String, MemoryQueue> queues) {
    return !bringsToABound(batch, queues) || new Newcomers(isTaken, queues).haveRoom(batch);
  }

  /** Mostly not, and it is asked at every push: a plain loop, which makes nothing. */
  private static boolean bringsToABound(List<Job> batch, Map<String, MemoryQueue> queues) {
    for (Job job : batch) {
      if (isBounded(queues.get(job.queue()))) {
        return true;
      }
    }
    return false;
  }

  private boolean haveRoom(List<Job> batch) {
    batch.forEach(this::count);
    return coming.entrySet().stream().allMatch(some -> some.getKey().hasRoomFor(some.getValue()));
  }

  private void count(Job job) {
    MemoryQueue queue = queues.get(job.queue());
    if (isTaken.test(job.id()) || ids.contains(job.id()) || isKeyHeld(job, queue)) {
      return;
    }
    ids.add(job.id());
    job.uniqueKey()
        .ifPresent(key -> keys.computeIfAbsent(job.queue(), name -> new HashSet<>()).add(key));
    if (queue != null && isBounded(queue)) {
      coming.merge(queue, 1, Integer::sum);
    }
  }

  private boolean isKeyHeld(Job job, @Nullable MemoryQueue queue) {
    return (queue != null && queue.twin(job) != null)
        || job.uniqueKey().map(keys.getOrDefault(job.queue(), Set.of())::contains).orElse(false);
  }

  private static boolean isBounded(@Nullable MemoryQueue queue) {
    return queue != null && queue.isBounded();
  }
}
