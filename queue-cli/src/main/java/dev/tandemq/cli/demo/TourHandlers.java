package dev.tandemq.cli.demo;

import dev.tandemq.cli.demo.Kinds.Invoice;
import dev.tandemq.cli.demo.Kinds.Mail;
import dev.tandemq.cli.demo.Kinds.Order;
import dev.tandemq.cli.demo.Kinds.Report;
import dev.tandemq.cli.demo.Kinds.Thumbnail;
import dev.tandemq.cli.demo.Kinds.Unsubscribe;
import dev.tandemq.cli.demo.Kinds.Webhook;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.util.function.Consumer;

/** What the jobs of the tour do: they take some time, and some of them fail. */
final class TourHandlers {

  /** Whose mail server has no time at first. */
  static final String BUSY = "Grace";

  private final Pace pace;
  private final Effort effort;
  private final Runnable pushUrgent;
  private final Consumer<JobId> cancel;

  TourHandlers(Pace pace, Effort effort, Runnable pushUrgent, Consumer<JobId> cancel) {
    this.pace = pace;
    this.effort = effort;
    this.pushUrgent = pushUrgent;
    this.cancel = cancel;
  }

  void mail(Mail mail, JobContext job) throws IOException, InterruptedException {
    work(600);
    if (mail.to().equals(BUSY) && job.attempt() == 1) {
      throw new IOException("server busy");
    }
  }

  void thumbnail(Thumbnail thumbnail, JobContext job) throws InterruptedException {
    work(1000);
  }

  /** Finds that an article is sold out, which somebody has to know before all else. */
  void order(Order order, JobContext job) throws InterruptedException {
    work(400);
    pushUrgent.run();
    work(400);
  }

  void invoice(Invoice invoice, JobContext job) throws InterruptedException {
    work(300);
    if (job.snoozes() == 0) {
      throw JobSignal.snooze(pace.millis(1600));
    }
    work(500);
  }

  void webhook(Webhook webhook, JobContext job) throws IOException, InterruptedException {
    work(500);
    throw new IOException("HTTP 500");
  }

  void report(Report report, JobContext job) throws InterruptedException {
    work(1300);
  }

  void unsubscribe(Unsubscribe who, JobContext job) throws InterruptedException {
    work(350);
    cancel.accept(JobId.parse(who.newsletter()));
  }

  private void work(long millis) throws InterruptedException {
    effort.spend(pace.millis(millis));
  }
}
