package dev.tandemq.test;

import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Jobs that were added, or their payloads, with checks: each throws {@link AssertionError} when it
 * does not hold, telling what was added instead, and returns this when it does. Immutable.
 *
 * @param <T> {@link Job}, or what the payload of one type is read as
 */
public final class Pushed<T> {

  private static final int MOST_TOLD = 20;

  private final String where;
  private final List<Job> jobs;
  private final List<T> values;
  private final Queues queues;

  private Pushed(String where, List<Job> jobs, List<T> values, Queues queues) {
    this.where = where;
    this.jobs = jobs;
    this.values = values;
    this.queues = queues;
  }

  static Pushed<Job> jobs(String where, List<Job> jobs, Queues queues) {
    return new Pushed<>(where, jobs, jobs, queues);
  }

  /**
   * Only those of one type, by their payloads.
   *
   * @throws dev.tandemq.error.CorruptJobException when a payload cannot be read as its type says
   */
  public <P> Pushed<P> of(JobType<P> type) {
    List<Job> some = jobs.stream().filter(job -> job.type().equals(type.name())).toList();
    List<P> payloads = new ArrayList<>(some.size());
    for (Job job : some) {
      try (Queue queue = queues.queue(job.queue())) {
        payloads.add(queue.read(type, job));
      }
    }
    return new Pushed<>(where + " of type " + type.name(), some, payloads, queues);
  }

  /** What was added, for checks of one's own. Cannot be changed. */
  public List<T> list() {
    return List.copyOf(values);
  }

  /** The jobs of what was added, in the same order. Cannot be changed. */
  public List<Job> jobs() {
    return List.copyOf(jobs);
  }

  /** The only one; that there is just one is checked. */
  public T only() {
    return hasSize(1).values.get(0);
  }

  /** Checks that so many were added. */
  public Pushed<T> hasSize(int size) {
    return check(values.size() == size, size + (size == 1 ? " job was" : " jobs were") + " added");
  }

  /** Checks that none was added. */
  public Pushed<T> isEmpty() {
    return check(values.isEmpty(), "no job was added");
  }

  /** Checks that these were added in this order, and no others. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Pushed<T> containsExactly(T... expected) {
    List<T> wanted = List.of(expected);
    return check(values.equals(wanted), "just these were added: " + wanted);
  }

  /** Checks that this one was added, among others perhaps. */
  public Pushed<T> contains(T expected) {
    Objects.requireNonNull(expected, "expected");
    return check(values.contains(expected), "there was added " + expected);
  }

  /** Checks that one at least fits. */
  public Pushed<T> anyMatch(Predicate<? super T> fits) {
    return check(values.stream().anyMatch(fits), "one that fits was added");
  }

  /** Checks that all fit; true of none. */
  public Pushed<T> allMatch(Predicate<? super T> fits) {
    return check(values.stream().allMatch(fits), "all fit");
  }

  /** Checks that none fits. */
  public Pushed<T> noneMatch(Predicate<? super T> fits) {
    return check(values.stream().noneMatch(fits), "none fits");
  }

  private Pushed<T> check(boolean holds, String expectation) {
    if (!holds) {
      throw new AssertionError(where + ": expected that " + expectation + ", but " + told());
    }
    return this;
  }

  private String told() {
    if (values.isEmpty()) {
      return "none was";
    }
    String some =
        values.stream().limit(MOST_TOLD).map(value -> "\n  " + value).collect(Collectors.joining());
    int more = values.size() - MOST_TOLD;
    return "there "
        + (values.size() == 1 ? "was 1:" : "were " + values.size() + ":")
        + some
        + (more > 0 ? "\n  and " + more + " more" : "");
  }

  /** What was added. */
  @Override
  public String toString() {
    return where + ": " + values;
  }
}
