package dev.tandemq.examples;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import java.util.List;

/**
 * A worker of today reads e-mails that were pushed by the two releases before: a payload is brought
 * up from version to version, and the handler only knows the latest.
 */
public final class VersionedEmail {

  /** As the first release pushed it. */
  public record FirstEmail(String address) {}

  /** As the second release pushed it: a field was renamed. */
  public record SecondEmail(String to) {}

  /** As it is today: to several people, in their language. */
  public record Email(List<String> to, String language) {}

  private static final JobType<FirstEmail> FIRST = JobType.of("email", FirstEmail.class);

  private static final JobType<SecondEmail> SECOND =
      JobType.of("email", SecondEmail.class).next(fields -> fields); // only to push version 2

  private static final JobType<Email> EMAIL =
      JobType.of("email", Email.class)
          .next(
              fields -> { // from 1 to 2
                fields.put("to", fields.remove("address"));
                return fields;
              })
          .next(
              fields -> { // from 2 to 3
                fields.put("to", List.of(String.valueOf(fields.get("to"))));
                fields.put("language", "en");
                return fields;
              });

  private VersionedEmail() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException {
    try (Queues queues = Queues.open("memory:")) {
      Queue outbox = queues.queue("outbox");
      outbox.push(FIRST, new FirstEmail("ada@example.org"));
      outbox.push(SECOND, new SecondEmail("grace@example.org"));
      outbox.push(EMAIL, new Email(List.of("li@example.org", "wu@example.org"), "zh"));

      Worker worker =
          queues
              .worker("outbox")
              .slots(1)
              .on(EMAIL, (email, job) -> System.out.println(email.language() + " to " + email.to()))
              .start();
      worker.drain();
    }
  }
}
