package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Amounts;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Events in words, all in ASCII. It remembers the jobs that were pushed, since some events name
 * only an id. For one thread.
 */
final class EventText {

  private static final int ABOUT_SHOWN = 40;
  private static final int ERROR_SHOWN = 100;

  private final Map<JobId, Job> jobs = new HashMap<>();

  /** What kind of event it is, in one word as {@code queuePaused}. */
  static String name(QueueEvent event) {
    String name = event.getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** What a job is about, as far as it says so. */
  static String about(Job job) {
    return Printable.line(job.tags().getOrDefault(Tour.ABOUT, ""), ABOUT_SHOWN);
  }

  /** The event in one line: to what it happened, and what there is to know of it. */
  String of(QueueEvent event) {
    if (event instanceof QueueEvent.PushEvent push) {
      return ofPush(push);
    }
    if (event instanceof QueueEvent.ClaimEvent claim) {
      return ofClaim(claim);
    }
    if (event instanceof QueueEvent.Cancelled cancelled) {
      return job(cancelled.id()) + (cancelled.wasRunning() ? ", which runs" : ", which waited");
    }
    if (event instanceof QueueEvent.WholeQueueEvent whole) {
      return "queue " + whole.queue();
    }
    if (event instanceof QueueEvent.WorkerEvent worker) {
      return "worker " + worker.node();
    }
    return "";
  }

  private String ofPush(QueueEvent.PushEvent event) {
    Job job = event.job();
    if (event instanceof QueueEvent.Duplicated twin) {
      return job(job) + ", the same as one that is there: " + job(twin.twin());
    }
    if (event instanceof QueueEvent.Pushed) {
      jobs.put(job.id(), job);
    }
    return job(job)
        + (job.delay().isZero() ? "" : ", not before " + Amounts.latency(job.delay()) + " from now")
        + (job.priority() == 0 ? "" : ", priority " + job.priority());
  }

  private String ofClaim(QueueEvent.ClaimEvent event) {
    String text = job(event.claim().job());
    String attempt = "attempt " + event.claim().attempt();
    if (event instanceof QueueEvent.Started) {
      return text + ", " + attempt + " of " + event.claim().job().maxAttempts();
    }
    if (event instanceof QueueEvent.Completed done) {
      return text + " in " + Amounts.latency(done.ran()) + ", " + attempt;
    }
    if (event instanceof QueueEvent.Retried again) {
      return text
          + " in "
          + Amounts.latency(again.delay())
          + ": "
          + error(again.failure())
          + " ("
          + attempt
          + ")";
    }
    if (event instanceof QueueEvent.Failed failed) {
      return text + ": " + error(failed.failure()) + " (" + attempt + ")";
    }
    if (event instanceof QueueEvent.Snoozed snoozed) {
      return text + " for " + Amounts.latency(snoozed.delay()) + ", attempt not spent";
    }
    return text + ", " + attempt;
  }

  private static String error(Failure failure) {
    return Printable.line(failure.error(), ERROR_SHOWN);
  }

  private String job(JobId id) {
    Job job = jobs.get(id);
    return job == null ? id.toString() : job(job);
  }

  private static String job(Job job) {
    return (Printable.line(job.type(), ABOUT_SHOWN) + " " + about(job)).strip();
  }
}
