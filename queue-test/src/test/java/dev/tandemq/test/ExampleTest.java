package dev.tandemq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As an application would test its jobs; docs/testing.md shows this very code. */
final class ExampleTest {

  record Email(String to, String subject) {}

  static final JobType<Email> EMAIL = JobType.of("email", Email.class);

  /** The code under test: registers people and has them mailed. */
  static final class Signup {
    private final Queue mails;

    Signup(Queue mails) {
      this.mails = mails;
    }

    JobId register(String address) {
      return mails.push(EMAIL, new Email(address, "Welcome"));
    }

    JobId remindIn(Duration delay, String address) {
      return mails.later(delay, EMAIL, new Email(address, "Still there?"));
    }
  }

  private final TestQueues tandem = TestQueues.create();
  private final Signup signup = new Signup(tandem.queues().queue("mails"));

  @AfterEach
  void close() {
    tandem.close();
  }

  private final List<Email> sent = new ArrayList<>();
  private int outages;

  private void send(Email email) throws IOException {
    if (outages > 0) {
      outages--;
      throw new IOException("smtp is down");
    }
    sent.add(email);
  }

  private WorkerBuilder mailer() {
    return tandem
        .queues()
        .worker("mails")
        .retry(Backoff.fixed(Duration.ofMinutes(5)))
        .on(EMAIL, (email, job) -> send(email));
  }

  @Test
  void whoeverRegistersIsMailed() {
    signup.register("ada@example.com");
    signup.register("grace@example.com");

    tandem
        .pushed("mails")
        .of(EMAIL)
        .hasSize(2)
        .contains(new Email("ada@example.com", "Welcome"))
        .noneMatch(email -> email.to().isEmpty());
    assertThat(sent).as("no worker, no mail").isEmpty();
  }

  @Test
  void mailIsSent() {
    mailer().start();
    JobId id = signup.register("ada@example.com");

    tandem.drain();

    assertThat(sent).containsExactly(new Email("ada@example.com", "Welcome"));
    tandem.job(id).isCompleted().wasTried(1);
    tandem.queue("mails").isEmpty().hasCompleted(1);
  }

  @Test
  void anOutageIsRetried() {
    mailer().start();
    outages = 2;
    JobId id = signup.register("ada@example.com");

    tandem.drain();

    tandem
        .job(id)
        .isCompleted()
        .wasTried(3)
        .withError("smtp is down")
        .after(Duration.ofMinutes(10));
  }

  @Test
  void eachRetryWaitsForItsTime() {
    mailer().start();
    outages = 1;
    JobId id = signup.register("ada@example.com");

    tandem.runUntilIdle();
    tandem.job(id).isDelayedBy(Duration.ofMinutes(5)).wasTried(1);

    tandem.advance(Duration.ofMinutes(5));
    tandem.job(id).isCompleted();
  }

  @Test
  void aLongOutageSetsTheJobAside() {
    mailer().start();
    outages = 3;
    JobId id = signup.register("ada@example.com");

    tandem.drain();

    tandem.job(id).isFailed().wasTried(3).withError("smtp");
    tandem.queue("mails").hasFailed(1);

    tandem.queues().queue("mails").failed().retry(id);
    tandem.drain();
    tandem.job(id).isCompleted();
  }

  @Test
  void theReminderComesAfterThreeDays() {
    mailer().start();
    JobId id = signup.remindIn(Duration.ofDays(3), "ada@example.com");

    tandem.advance(Duration.ofDays(2));
    tandem.job(id).isDelayedBy(Duration.ofDays(1));
    assertThat(sent).isEmpty();

    tandem.drain();
    tandem.job(id).isCompleted().after(Duration.ofDays(3));
  }

  @Test
  void aReminderCanBeCancelled() {
    mailer().start();
    JobId id = signup.remindIn(Duration.ofDays(3), "ada@example.com");

    tandem.queues().queue("mails").cancel(id);
    tandem.drain();

    tandem.job(id).isCancelled().wasTried(0);
    assertThat(sent).isEmpty();
  }

  @Test
  void aFullQueueRefuses() throws InterruptedException {
    Queue mails = tandem.queues().queue("mails");
    mails.bound(1);
    signup.register("ada@example.com");

    assertThatThrownBy(() -> signup.register("grace@example.com"))
        .isInstanceOf(QueueFullException.class);

    mailer().start();
    Email second = new Email("grace@example.com", "Welcome");
    mails.push(mails.newJob(EMAIL, second).build(), Duration.ofMinutes(1));
    tandem.drain();
    tandem.queue("mails").hasCompleted(2);
  }

  @Test
  void aSlowHandlerTimesOut() {
    tandem.queues().worker("reports").start(job -> tandem.advance(Duration.ofMinutes(2)));
    Queue reports = tandem.queues().queue("reports");
    JobId id =
        reports.push(
            reports.newJob().timeout(Duration.ofMinutes(1)).maxAttempts(1).payload("q3").build());

    tandem.drain();

    tandem.job(id).isFailed().withError("timed out after PT1M");
  }

  @Test
  void aHandlerMayPutAJobOff() {
    List<String> seen = new ArrayList<>();
    tandem
        .queues()
        .worker("reports")
        .start(
            job -> {
              seen.add(job.text());
              if (seen.size() == 1) {
                throw JobSignal.snooze(Duration.ofHours(1));
              }
            });
    JobId id = tandem.queues().queue("reports").push("q3");

    tandem.drain();

    tandem.job(id).isCompleted().wasTried(1).after(Duration.ofHours(1));
  }
}
