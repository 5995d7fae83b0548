package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects the arguments of a script. Not safe for concurrent use. */
final class Args {

  private final List<byte[]> list = new ArrayList<>();

  Args add(String text) {
    return add(text.getBytes(UTF_8));
  }

  Args add(long number) {
    return add(Long.toString(number));
  }

  Args add(byte[] bytes) {
    list.add(bytes);
    return this;
  }

  /** Microseconds, rounded up: nothing ends before its time. Beyond all limits it is a century. */
  Args add(Duration time) {
    Duration shown = time.compareTo(Job.LIMIT_DURATION) > 0 ? Job.LIMIT_DURATION : time;
    return add(Math.floorDiv(shown.toNanos() + 999, 1000L));
  }

  Args addIds(List<JobId> ids) {
    ids.forEach(id -> add(id.toString()));
    return this;
  }

  Args addAll(List<String> texts) {
    texts.forEach(this::add);
    return this;
  }

  /** What another one has collected. */
  Args addAll(Args others) {
    list.addAll(others.list);
    return this;
  }

  List<byte[]> list() {
    return list;
  }
}
