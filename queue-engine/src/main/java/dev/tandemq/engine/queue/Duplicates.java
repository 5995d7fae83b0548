package dev.tandemq.engine.queue;

import dev.tandemq.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest pushes that were answered with another job, and with which. Safe for concurrent use.
 */
final class Duplicates {

  private final int kept;
  private final Map<JobId, JobId> twins = new LinkedHashMap<>(); // guarded by this

  Duplicates(int kept) {
    this.kept = kept;
  }

  synchronized void add(JobId pushed, JobId twin) {
    if (pushed.equals(twin)) {
      return; // its own repetition: whoever asks for it finds it, or it is gone
    }
    twins.remove(pushed); // the latest go last
    twins.put(pushed, twin);
    if (twins.size() > kept) {
      twins.remove(twins.keySet().iterator().next());
    }
  }

  synchronized Optional<JobId> twinOf(JobId pushed) {
    return Optional.ofNullable(twins.get(pushed));
  }
}
