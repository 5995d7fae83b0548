package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.time.Duration;

/** Orders reports, with everything that one job can say about how it wants to be run. */
public final class JobAttributes {

  private JobAttributes() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue reports = queues.queue("reports");
      reports.push("all defaults");
      reports.push(
          reports
              .newJob()
              .payload("sales of March")
              .priority(10) // before the others, from -32768 to 32767; 0 unless said
              .maxAttempts(5)
              .timeout(Duration.ofMinutes(10)) // of each attempt
              .backoff(Backoff.exponential(Duration.ofSeconds(10), Duration.ofMinutes(10)))
              .uniqueKey("sales-2026-03") // no second one while this one is not done
              .tag("customer", "4711") // to find it by, when it has failed
              .header("traceparent", "00-abc-def-01") // for those it passes through
              .build());

      Worker worker =
          queues.worker("reports").slots(1).start(context -> System.out.print(told(context.job())));
      worker.drain();
    }
  }

  private static String told(Job job) {
    return String.format(
        "%s%n  priority %d, at most %d attempts of %d s, again after %s%n  key %s, tags %s, headers %s%n",
        job.text(),
        job.priority(),
        job.maxAttempts(),
        job.timeout().toSeconds(),
        job.backoff()
            .map(backoff -> "up to " + backoff.base().toSeconds() + " s")
            .orElse("what the worker says"),
        job.uniqueKey().orElse("none"),
        job.tags(),
        job.headers());
  }
}
