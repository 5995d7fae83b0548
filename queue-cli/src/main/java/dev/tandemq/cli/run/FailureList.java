package dev.tandemq.cli.run;

import dev.tandemq.cli.report.FinishedJob;
import dev.tandemq.job.Job;
import java.util.List;
import java.util.TreeMap;

/**
 * The failed jobs that the summary will name: the first ones in the order of the input, bounded in
 * number and in bytes, since all the input may fail. Used by one thread at a time.
 */
final class FailureList {

  /** More lines than anybody reads. */
  static final int MAX_JOBS = 1000;

  static final long MAX_BYTES = 16 << 20;

  private final TreeMap<Long, FinishedJob> kept = new TreeMap<>();
  private long bytes;
  private long all;

  /** Takes a job without its output; may let go of the last one by the order of the input. */
  void add(FinishedJob job) {
    all++;
    kept.put(job.sequence(), job.withoutResult());
    bytes += sizeOf(job);
    while (kept.size() > 1 && (kept.size() > MAX_JOBS || bytes > MAX_BYTES)) {
      bytes -= sizeOf(kept.pollLastEntry().getValue());
    }
  }

  private static long sizeOf(FinishedJob job) {
    return job.job().map(Job::payloadSize).orElse(0);
  }

  /** Those that were kept, in the order of the input. */
  List<FinishedJob> first() {
    return List.copyOf(kept.values());
  }

  /** How many were let go of. */
  long omitted() {
    return all - kept.size();
  }
}
