package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.handler.JobContext;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.time.Duration;

/**
 * Charges cards at a bank that is down for a while: an attempt that failed is a line in the log,
 * the last one rings somebody up.
 */
public final class AlertAtLastAttempt {

  private AlertAtLastAttempt() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue payments = queues.queue("payments");
      payments.push("order 4711");
      payments.push(payments.newJob().payload("order 4712").maxAttempts(2).build());

      Worker worker =
          queues
              .worker("payments")
              .slots(1)
              .retry(Backoff.fixed(Duration.ofMillis(100)))
              .onRetried(AlertAtLastAttempt::log)
              .onFailed(AlertAtLastAttempt::alert)
              .start(AlertAtLastAttempt::charge);
      worker.drain();
      worker.stop();
      System.out.println("to look at: " + payments.failed().count());
    }
  }

  private static void charge(JobContext job) throws IOException {
    if (job.attempt() < 3) {
      // What only the handler knows, it can do itself before the job is given up.
      if (job.isLastAttempt()) {
        System.out.println("       " + job.text() + " is kept for the customer");
      }
      throw new IOException("the bank does not answer");
    }
    System.out.println("       " + job.text() + " is paid");
  }

  private static void log(AttemptReport report) {
    System.out.println("log:   " + told(report));
  }

  // Told once the job is set aside, also when it was a time-out or a bury, and no handler could.
  private static void alert(AttemptReport report) {
    System.out.println("ALERT: " + told(report));
  }

  private static String told(AttemptReport report) {
    return report.claim().job().text()
        + ", attempt "
        + report.claim().attempt()
        + " of "
        + report.claim().job().maxAttempts()
        + ": "
        + report.thrown().map(Throwable::getMessage).orElse("no error");
  }
}
