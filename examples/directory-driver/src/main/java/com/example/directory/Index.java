package com.example.directory;

import com.example.directory.QueueIndex.Flags;
import dev.tandemq.job.JobId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the names of all files say, read once and kept in step with each rename, be it one of this
 * process or of another. Guarded by the store's lock.
 */
final class Index {

  private final Map<JobId, Entry> jobs = new HashMap<>();
  private final Map<String, QueueIndex> queues = new TreeMap<>();
  private long last;

  void add(Entry entry) {
    queue(entry.born().queue()).add(entry);
    if (!entry.stage().isGone()) {
      jobs.put(entry.born().id(), entry);
    }
    last = Math.max(last, Math.max(entry.place(), entry.hold().token()));
  }

  void remove(Entry entry) {
    queue(entry.born().queue()).remove(entry);
    jobs.remove(entry.born().id());
  }

  void replace(Entry from, Entry to) {
    remove(from);
    add(to);
  }

  void addQueue(String name, QueueIndex queue) {
    queues.put(name, queue);
    last = Math.max(last, queue.base.last());
  }

  Optional<Entry> find(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /**
   * The queue of that name; made when there is none, which nobody sees until it holds something.
   */
  QueueIndex queue(String name) {
    return queues.computeIfAbsent(
        name, unknown -> new QueueIndex(Counts.NONE, new Flags(false, false, 0)));
  }

  Map<String, QueueIndex> queues() {
    return queues;
  }

  /**
   * A number greater than any before: for places in line, and for tokens, which must grow even over
   * two lives of one id. It needs no file: the greatest one stands in a name or in a base.
   */
  long next() {
    return ++last;
  }
}
