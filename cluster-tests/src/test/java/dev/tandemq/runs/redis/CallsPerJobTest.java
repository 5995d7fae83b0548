package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.runs.redis.RespProxy.Fate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * How many scripts a job costs through the whole engine: counted by the server, told apart by what
 * goes over the wire.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CallsPerJobTest {

  private static final String MAILS = "mails";
  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=([0-9]+)");

  /** Answers by script, since the last look. */
  private static final class Counter {

    private final Map<String, Integer> calls = new TreeMap<>();

    synchronized Fate count(String script, Resp answer) {
      boolean isFirst = answer.isError() && answer.text().startsWith("NOSCRIPT");
      calls.merge(isFirst ? "(scripts/not known yet)" : script, 1, Integer::sum);
      return Fate.ARRIVES;
    }

    synchronized Map<String, Integer> scripts() {
      Map<String, Integer> scripts = new TreeMap<>(calls);
      scripts.keySet().removeIf(name -> !name.contains("/"));
      return scripts;
    }
  }

  private static long evaluated(RedisServer redis) {
    Matcher calls = CALLS.matcher(redis.exec("INFO", "commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  /** What is done with a node on a queue, until all jobs are done. */
  @FunctionalInterface
  private interface Load {
    void run(DistributedQueue node, Queue queue) throws Exception;
  }

  /** Runs a load on a server of its own; tells the calls of each script. */
  private static Map<String, Integer> calls(Load load) throws Exception {
    Counter counter = new Counter();
    try (RedisServer redis = RedisServer.start();
        RespProxy proxy = new RespProxy(redis.port(), counter::count)) {
      try (DistributedQueue node = DistributedQueue.builder(proxy.url()).start();
          Queue queue = node.queues().queue(MAILS)) {
        load.run(node, queue);
      }
      Map<String, Integer> scripts = counter.scripts();
      // The node is gone: nobody calls any more, but for what was under way when it went.
      assertThat(evaluated(redis))
          .as("by the server; over the wire %s", scripts)
          .isCloseTo(scripts.values().stream().mapToLong(calls -> calls).sum(), within(3L));
      return scripts;
    }
  }

  /** All jobs are there before the worker begins. */
  private static Load backlog(int jobs, int batch, int slots) {
    return (node, queue) -> {
      for (int left = jobs; left > 0; left -= batch) {
        List<Job> next = Stream.generate(() -> job(queue)).limit(batch).toList();
        if (batch == 1) {
          var unused = queue.push(next.get(0));
        } else {
          var unused = queue.pushBatch(next);
        }
      }
      AtomicInteger done = new AtomicInteger();
      try (Worker worker = node.worker(MAILS).slots(slots).start(job -> done.incrementAndGet())) {
        assertThat(worker.drain(Ledger.LIMIT)).isTrue();
      }
      assertThat(done).hasValue(jobs);
    };
  }

  /** A job is pushed when the one before is done, to a worker that has nothing else to do. */
  private static Load oneAtATime(int jobs, int slots) {
    return (node, queue) -> {
      BlockingQueue<AttemptReport> done = new LinkedBlockingQueue<>();
      try (Worker worker =
          node.worker(MAILS).slots(slots).onCompleted(done::add).start(job -> {})) {
        for (int i = 0; i < jobs; i++) {
          var unused = queue.push(job(queue));
          assertThat(done.poll(Ledger.LIMIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(worker.drain(Ledger.LIMIT)).isTrue();
      }
    };
  }

  private static Job job(Queue queue) {
    return queue.newJob().payload("x").build();
  }

  /**
   * Put and turn are what the jobs cost; the rest is the node's, by the clock and not by the job.
   */
  private static double perJob(String what, int jobs, Map<String, Integer> calls) {
    Map<String, Integer> others = new TreeMap<>(calls);
    int puts = others.getOrDefault("jobs/put", 0);
    int turns = others.getOrDefault("jobs/turn", 0);
    others.keySet().removeAll(Set.of("jobs/put", "jobs/turn"));
    System.out.printf(
        "%-40s %6d jobs %5d put %5d turn = %.3f a job, %.2f for 50; besides %s%n",
        what,
        jobs,
        puts,
        turns,
        (puts + turns) / (double) jobs,
        (puts + turns) * 50.0 / jobs,
        others);
    return (puts + turns) / (double) jobs;
  }

  @Test
  void jobsInBatchesOfFiftyCostThreeScriptsForFiftyAtMost() throws Exception {
    int jobs = Boolean.getBoolean("tests.again") ? 3_000 : 10_000;
    // Two calls are under way at a time while a third gathers, so that 200 slots make batches of
    // some 60, and 50 slots such of some 20.
    assertThat(perJob("batches of 50, 200 slots", jobs, calls(backlog(jobs, 50, 200))))
        .isLessThanOrEqualTo(3.0 / 50);
    var unused = perJob("batches of 50, 50 slots, as it is", 3_000, calls(backlog(3_000, 50, 50)));
  }

  @Test
  void jobsOneByOneCostTwoScriptsEach() throws Exception {
    int jobs = 300;
    // The first claim settles nothing, the last settlement gets nothing.
    assertThat(perJob("one by one, 1 slot", jobs, calls(backlog(jobs, 1, 1))) * jobs)
        .isLessThanOrEqualTo(2 * jobs + 2);
    for (int slots : new int[] {1, 10}) {
      String what = "one at a time, " + slots + " idle slots, as it is";
      var unused = perJob(what, 100, calls(oneAtATime(100, slots)));
    }
  }
}
