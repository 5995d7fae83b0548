package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Turns an e-mail into a job, shows what the store keeps of it, and turns it back. */
public final class TypedEmail {

  /**
   * An e-mail.
   *
   * @param to who gets it
   * @param subject what it is about
   * @param due the day by which it has to be out
   */
  public record Email(List<String> to, String subject, LocalDate due) {}

  private static final JobType<Email> EMAIL = JobType.of("email", Email.class);

  private TypedEmail() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue outbox = queues.queue("outbox");
      Email email =
          new Email(
              List.of("ada@example.org", "grace@example.org"),
              "Order 4711",
              LocalDate.of(2026, 3, 31));

      Job job = outbox.newJob(EMAIL, email).priority(5).build();
      System.out.println("type: " + job.type());
      System.out.println("payload: " + job.text());
      outbox.push(job);

      Claim claim = outbox.pop(Duration.ofSeconds(1)).orElseThrow();
      Email back = outbox.read(EMAIL, claim.job());
      System.out.println("to: " + back.to());
      System.out.println("the same: " + back.equals(email));
      outbox.delete(claim);
    }
  }
}
