package dev.tandemq.cli.bench;

import dev.tandemq.cli.bench.BenchResult.Latency;
import dev.tandemq.cli.bench.BenchResult.Throughput;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.metrics.Sample;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The measurement: a warm-up, then rounds of throughput with each number of slots in turn, so that
 * what disturbs the machine for a while disturbs all alike, then rounds of latency. After every
 * round the jobs pushed are compared with those that the store counted as completed. Used once, by
 * one thread.
 */
public final class Bench {

  /** The queue of all measurements; nobody else may use it meanwhile. */
  public static final String QUEUE = "tandem-bench";

  /** Of these slots most are free at a moderate rate, so that a job need not wait for one. */
  private static final int LATENCY_SLOTS = 10;

  private final Queues queues;
  private final Queue queue;
  private final BenchPlan plan;
  private final Consumer<String> progress;
  private long jobs;

  /**
   * A measurement.
   *
   * @param queues where; the caller closes it
   * @param progress is told what is being done, on the calling thread
   */
  public Bench(Queues queues, BenchPlan plan, Consumer<String> progress) {
    this.queues = queues;
    this.queue = queues.queue(QUEUE);
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures. When it returns, or throws, the queue is empty again.
   *
   * @throws MiscountException when the queue is not empty at the start, or the counts do not agree
   * @throws dev.tandemq.error.QueueException when the store fails
   */
  public BenchResult run() throws InterruptedException {
    checkEmpty();
    try {
      long start = System.nanoTime();
      warmUp();
      List<Throughput> throughput = throughput();
      Latency latency = latency();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      return new BenchResult(throughput, latency, elapsed, jobs);
    } finally {
      clear();
    }
  }

  /** Also when the measurement was interrupted, which would end every call to the store. */
  private void clear() {
    boolean wasInterrupted = Thread.interrupted();
    try {
      var unused = queue.clear();
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void checkEmpty() {
    QueueStats stats = queue.stats();
    if (stats.size() > 0 || stats.failed() > 0) {
      throw new MiscountException(
          "queue "
              + QUEUE
              + " holds "
              + (stats.size() + stats.failed())
              + " jobs; another bench may be running, or one was killed; clear the queue first");
    }
  }

  private void warmUp() throws InterruptedException {
    for (int slots : plan.slots()) {
      progress.accept("warming up with " + slots(slots));
      var unused = throughputRound(slots, plan.warmUp());
    }
  }

  private List<Throughput> throughput() throws InterruptedException {
    Map<Integer, List<Round>> rounds = new LinkedHashMap<>();
    for (int number = 1; number <= BenchPlan.ROUNDS; number++) {
      for (int slots : plan.slots()) {
        progress.accept(
            "jobs per second with "
                + slots(slots)
                + ", round "
                + number
                + " of "
                + BenchPlan.ROUNDS);
        Round round = throughputRound(slots, plan.round());
        rounds.computeIfAbsent(slots, unused -> new ArrayList<>()).add(round);
      }
    }
    List<Throughput> all = new ArrayList<>();
    rounds.forEach(
        (slots, measured) ->
            all.add(
                new Throughput(
                    slots,
                    measured.stream().map(Round::perSecond).toList(),
                    measured.stream().mapToLong(Round::jobs).sum())));
    return all;
  }

  private Round throughputRound(int slots, Duration time) throws InterruptedException {
    long before = queue.stats().completed();
    Round round = ThroughputRound.run(queues, queue, slots, time);
    checkCompleted(round.jobs(), before);
    return round;
  }

  private Latency latency() throws InterruptedException {
    Sample all = new Sample();
    List<Duration> roundsP99 = new ArrayList<>();
    long pushed = 0;
    long pushNanos = 0;
    for (int number = 1; number <= plan.latencyRounds(); number++) {
      progress.accept(
          "push to start at "
              + plan.rate()
              + " jobs/s, round "
              + number
              + " of "
              + plan.latencyRounds());
      long before = queue.stats().completed();
      LatencyRound round =
          LatencyRound.run(queues, queue, LATENCY_SLOTS, plan.rate(), plan.latencyRound());
      checkCompleted(round.jobs(), before);
      Sample sample = round.sample();
      roundsP99.add(sample.at(99));
      all.addAll(sample);
      pushed += round.jobs();
      pushNanos += round.pushNanos();
    }
    return new Latency(
        LATENCY_SLOTS,
        plan.rate(),
        pushed / (pushNanos / 1e9),
        pushed,
        all.at(50),
        all.at(99),
        all.at(99.9),
        all.at(100),
        roundsP99);
  }

  private void checkCompleted(long pushed, long completedBefore) {
    QueueStats stats = queue.stats();
    long completed = stats.completed() - completedBefore;
    if (completed != pushed || stats.size() > 0 || stats.failed() > 0) {
      throw new MiscountException(
          "pushed "
              + pushed
              + " jobs, and the store counted "
              + completed
              + " as completed, "
              + stats.size()
              + " as waiting or running, "
              + stats.failed()
              + " as failed; does somebody else use queue "
              + QUEUE
              + "?");
    }
    jobs += pushed;
  }

  private static String slots(int number) {
    return number == 1 ? "1 slot" : number + " slots";
  }

  /**
   * A round of throughput.
   *
   * @param jobs how many were pushed and completed
   * @param nanos from the first push to the last completion
   */
  record Round(long jobs, long nanos) {

    double perSecond() {
      return jobs / (nanos / 1e9);
    }
  }
}
