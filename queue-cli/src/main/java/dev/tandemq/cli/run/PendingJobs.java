package dev.tandemq.cli.run;

import dev.tandemq.job.JobId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs of this run whose end nobody has reported, and how each of them stands. Safe for
 * concurrent use.
 */
final class PendingJobs {

  /** How a job stands, as far as this process knows. */
  enum Standing {
    /** Nobody here has started it. */
    NOT_RUN,
    /** Its command runs here. */
    RUNNING,
    /** It ran and comes again. */
    WAITING
  }

  /**
   * A job.
   *
   * @param sequence its place among all jobs
   * @param size bytes of its line
   * @param standing how it stands
   * @param newsAt when it was last heard of, by a monotonic clock in nanoseconds
   */
  record Entry(long sequence, long size, Standing standing, long newsAt) {

    Entry with(Standing other, long now) {
      return new Entry(sequence, size, other, now);
    }
  }

  private final Map<JobId, Entry> entries = new ConcurrentHashMap<>();

  void add(JobId id, long sequence, long size, long now) {
    entries.put(id, new Entry(sequence, size, Standing.NOT_RUN, now));
  }

  /** Takes news of a job; of one that is not ours there is none. */
  void moved(JobId id, Standing standing, long now) {
    entries.computeIfPresent(id, (key, entry) -> entry.with(standing, now));
  }

  /** The store was asked and still has it. */
  void heardOf(JobId id, long now) {
    entries.computeIfPresent(id, (key, entry) -> entry.with(entry.standing(), now));
  }

  /** Takes a job away; empty when it is not ours, or its end is known already. */
  Optional<Entry> remove(JobId id) {
    return Optional.ofNullable(entries.remove(id));
  }

  /** The same, but a job whose command runs here stays: its own end will tell. */
  Optional<Entry> removeUnlessRunning(JobId id) {
    Entry entry = entries.get(id);
    boolean isRemoved =
        entry != null && entry.standing() != Standing.RUNNING && entries.remove(id, entry);
    return isRemoved ? Optional.ofNullable(entry) : Optional.empty();
  }

  List<JobId> all() {
    return List.copyOf(entries.keySet());
  }

  /** How many stand like that. Counted one by one. */
  long count(Standing standing) {
    return entries.values().stream().filter(entry -> entry.standing() == standing).count();
  }

  /**
   * Jobs that do not run here and have not been heard of for long, those first of which one has
   * heard least.
   *
   * @param before only what was last heard of before this moment
   * @param most at most so many
   */
  List<JobId> silent(long before, int most) {
    return entries.entrySet().stream()
        .filter(it -> it.getValue().standing() != Standing.RUNNING)
        .filter(it -> it.getValue().newsAt() - before < 0)
        .sorted(Comparator.comparingLong(it -> it.getValue().newsAt() - before))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
