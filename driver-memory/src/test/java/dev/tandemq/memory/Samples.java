package dev.tandemq.memory;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The few jobs that the store and its sequential model are compared with, and how answers are
 * written down so that both can be compared. Jobs 1 and 2 share a unique key, 3 is more urgent, 4
 * is in a queue of its own.
 */
final class Samples {

  static final List<Integer> IDS = List.of(1, 2, 3, 4);
  static final int MAX_ATTEMPTS = 2;
  static final String FIRST = "a";
  static final String SECOND = "b";

  private static final Map<Integer, Job> JOBS = new TreeMap<>();

  static {
    for (int id : IDS) {
      Job.Builder job =
          Job.builder()
              .id(new JobId(0, id))
              .queue(queue(id))
              .createdAt(Instant.EPOCH)
              .maxAttempts(MAX_ATTEMPTS)
              .timeout(Duration.ZERO)
              .priority(priority(id));
      if (!uniqueKey(id).isEmpty()) {
        job.uniqueKey(uniqueKey(id));
      }
      JOBS.put(id, job.build());
    }
  }

  private Samples() {}

  static Job job(int id) {
    return Objects.requireNonNull(JOBS.get(id));
  }

  static String queue(int id) {
    return id == 4 ? SECOND : FIRST;
  }

  static int priority(int id) {
    return id == 3 ? 5 : 0;
  }

  static String uniqueKey(int id) {
    return id <= 2 ? "key" : "";
  }

  static String claimed(long id, long token, int attempt, int snoozes) {
    return "job " + id + " token " + token + " attempt " + attempt + " snoozes " + snoozes;
  }

  static String found(JobState state, int attempts, long token, boolean isCancelled) {
    return state + " attempts " + attempts + " token " + token + (isCancelled ? " cancelled" : "");
  }

  static String counted(long... counts) {
    return Arrays.toString(counts);
  }
}
