package dev.tandemq.cli.demo;

import dev.tandemq.cli.demo.Kinds.Invoice;
import dev.tandemq.cli.demo.Kinds.Mail;
import dev.tandemq.cli.demo.Kinds.Order;
import dev.tandemq.cli.demo.Kinds.Report;
import dev.tandemq.cli.demo.Kinds.Thumbnail;
import dev.tandemq.cli.demo.Kinds.Unsubscribe;
import dev.tandemq.cli.demo.Kinds.Webhook;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;

/**
 * The jobs of the tour: one for each thing that a queue does. It says nothing itself; what becomes
 * of the jobs is the queue's word.
 */
public final class Tour {

  /** Name of the queue. */
  public static final String QUEUE = "demo";

  /** Jobs that run at the same time: few, so that others wait and priority shows. */
  public static final int SLOTS = 2;

  /** Tag with what a job is about, for people. */
  static final String ABOUT = "about";

  private static final int URGENT = 10;

  private final Queues queues;
  private final Pace pace;
  private final Effort effort;
  private final Queue queue;

  /** A tour on a connection whose queue {@value #QUEUE} is empty. */
  public Tour(Queues queues, Pace pace, Effort effort) {
    this.queues = queues;
    this.pace = pace;
    this.effort = effort;
    this.queue = queues.queue(QUEUE);
  }

  /** Pushes the jobs that are there from the beginning, and starts the worker that does them. */
  public Worker start() {
    push();
    TourHandlers handlers = new TourHandlers(pace, effort, this::pushUrgent, queue::cancel);
    return queues
        .worker(QUEUE)
        .slots(SLOTS)
        .on(Kinds.MAIL, handlers::mail)
        .on(Kinds.THUMBNAIL, handlers::thumbnail)
        .on(Kinds.ORDER, handlers::order)
        .on(Kinds.INVOICE, handlers::invoice)
        .on(Kinds.WEBHOOK, handlers::webhook)
        .on(Kinds.REPORT, handlers::report)
        .on(Kinds.UNSUBSCRIBE, handlers::unsubscribe)
        // Failures are shown as events; without this they would be in the log too.
        .onAttempt(report -> {})
        .start();
  }

  private void push() {
    push(job(Kinds.MAIL, new Mail("Ada"), "to Ada"));
    push(job(Kinds.THUMBNAIL, new Thumbnail("cat.jpg"), "cat.jpg"));
    push(job(Kinds.ORDER, new Order(1042), "no. 1042"));
    push(
        job(Kinds.MAIL, new Mail(TourHandlers.BUSY), "to Grace")
            .backoff(Backoff.fixed(pace.millis(2000))));
    push(job(Kinds.INVOICE, new Invoice(117), "no. 117"));
    push(
        job(Kinds.WEBHOOK, new Webhook("shop.example"), "shop.example")
            .maxAttempts(2)
            .backoff(Backoff.fixed(pace.millis(1600))));
    push(job(Kinds.REPORT, new Report("November"), "November").uniqueKey("report November"));
    push(job(Kinds.REPORT, new Report("November"), "November").uniqueKey("report November"));
    JobId newsletter = push(job(Kinds.MAIL, new Mail("Eve"), "to Eve").delay(pace.millis(60_000)));
    push(job(Kinds.MAIL, new Mail("Bob"), "to Bob").delay(pace.millis(3300)));
    push(job(Kinds.UNSUBSCRIBE, new Unsubscribe("eve@example.org", newsletter.toString()), "Eve"));
    push(job(Kinds.THUMBNAIL, new Thumbnail("dog.jpg"), "dog.jpg"));
  }

  /** What a handler pushes when it finds that somebody has to know at once. */
  private void pushUrgent() {
    push(job(Kinds.MAIL, new Mail("the store"), "to the store").priority(URGENT));
  }

  private <T> Job.Builder job(JobType<T> type, T payload, String about) {
    return queue.newJob(type, payload).tag(ABOUT, about);
  }

  private JobId push(Job.Builder job) {
    return queue.push(job.build());
  }
}
