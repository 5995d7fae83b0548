package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import java.time.Duration;

/**
 * Pushes reminders that become ready at their time, in whatever order they were pushed, and takes
 * one back that is not needed any more.
 */
public final class DelayedJobs {

  private DelayedJobs() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue reminders = queues.queue("reminders");
      JobId survey = reminders.later(Duration.ofDays(3), "survey about order 4711");
      System.out.println("nothing is due: " + reminders.pop(Duration.ZERO).isEmpty());

      reminders.later(Duration.ofMillis(400), "order 4712 is not paid yet");
      reminders.later(Duration.ofMillis(200), "order 4711 can be picked up");
      System.out.println("wait for their time: " + reminders.stats().delayed());

      // Order 4711 was sent back, so nobody is asked how it was.
      System.out.println("survey: " + reminders.cancel(survey));

      Worker worker =
          queues
              .worker("reminders")
              .slots(1)
              .start(job -> System.out.println("reminded: " + job.text()));
      worker.drain();
    }
  }
}
