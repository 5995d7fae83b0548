package dev.tandemq.examples;

import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.AttemptReport;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.QueueException;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.time.Duration;

/**
 * A node on a Redis server sends mails and is told what became of each, once the server has taken
 * note of it: sent, to be tried again, given up.
 */
public final class DistributedCallbacks {

  private DistributedCallbacks() {}

  /**
   * Runs the example; ends the process with 3 when the server does not answer.
   *
   * @param args a URL, by default {@code redis://127.0.0.1:6379}
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      run(args.length > 0 ? args[0] : "redis://127.0.0.1:6379");
    } catch (QueueException e) {
      System.err.println(e.getMessage());
      System.exit(3);
    }
  }

  private static void run(String url) throws InterruptedException {
    try (DistributedQueue node =
            DistributedQueue.builder(url).nodeName("post-office").maxConcurrency(1).start();
        Queue mails = node.queues().queue("mails-with-callbacks")) {
      mails.push("ada@example.org");
      mails.push("busy@example.org");
      JobId nowhere = mails.push("nowhere");

      Worker worker =
          node.worker("mails-with-callbacks")
              .retry(Backoff.fixed(Duration.ofMillis(50)))
              .onCompleted(sent -> System.out.println("sent: " + sent.claim().job().text()))
              .onRetried(again -> System.out.println("once more: " + why(again)))
              .onFailed(failed -> System.out.println("given up: " + why(failed)))
              .start(DistributedCallbacks::send);
      worker.drain();

      // What was given up stays with the server until somebody decides, or for 30 days.
      System.out.println("set aside: " + mails.find(nowhere).isPresent());
      mails.failed().forget(nowhere);
    }
  }

  private static String why(AttemptReport report) {
    String mail = report.claim().job().text();
    return mail + ", " + report.thrown().map(Throwable::getMessage).orElse("");
  }

  private static void send(JobContext mail) throws IOException {
    if (!mail.text().contains("@")) {
      throw JobSignal.bury("no address");
    }
    if (mail.text().startsWith("busy") && mail.attempt() == 1) {
      throw new IOException("the line was busy");
    }
  }
}
