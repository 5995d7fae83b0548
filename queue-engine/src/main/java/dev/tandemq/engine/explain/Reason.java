package dev.tandemq.engine.explain;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One reason why a job does not run. */
public sealed interface Reason {

  /** Whole sentences for somebody on call: what is so, and what to do about it. */
  String text();

  /** The job is gone, or was never there. */
  record Unknown() implements Reason {

    @Override
    public String text() {
      return "The store does not know it: it is complete, was removed, or was never stored.";
    }
  }

  /** Its push was answered with another job, by unique key; it was never stored itself. */
  record IsDuplicate(JobId twin) implements Reason {

    @Override
    public String text() {
      return "It was never stored: job " + twin + " had its unique key. Ask for that one.";
    }
  }

  /** Its time comes at this instant, in so long; zero when it is due and nobody took note yet. */
  record DelayedUntil(Instant until, Duration in) implements Reason {

    @Override
    public String text() {
      return in.isZero()
          ? "It is delayed until " + until + ", which is now: the next claim or upkeep sees it."
          : "It is delayed until " + until + ", in " + Spans.text(in) + ".";
    }
  }

  /** The whole queue is paused, for everybody. */
  record QueuePaused(String queue) implements Reason {

    @Override
    public String text() {
      return "Queue " + queue + " is paused, for everybody; resume it.";
    }
  }

  /** No worker of this connection serves the queue. */
  record NoWorker(String queue) implements Reason {

    @Override
    public String text() {
      return "No worker of this connection serves queue "
          + queue
          + "; those of other processes may, which cannot be seen from here.";
    }
  }

  /** A worker that serves the queue is paused. */
  record WorkerPaused(String node) implements Reason {

    @Override
    public String text() {
      return "Worker " + node + " is paused; resume it.";
    }
  }

  /** A worker that serves the queue was not started. */
  record WorkerNotStarted(String node) implements Reason {

    @Override
    public String text() {
      return "Worker " + node + " was built and not started; start it.";
    }
  }

  /** A worker that served the queue claims nothing any more. */
  record WorkerStopped(String node) implements Reason {

    @Override
    public String text() {
      return "Worker " + node + " has stopped or is stopping; start another.";
    }
  }

  /** A worker that serves the queue has handlers for these types only. */
  record NoHandler(String node, String type, Set<String> known) implements Reason {

    /** Takes a copy. */
    public NoHandler {
      known = Set.copyOf(known);
    }

    @Override
    public String text() {
      return String.format(
          "Worker %s has no handler for type %s, only for %s; claimed there it is set aside.",
          node, type, String.join(", ", new TreeSet<>(known)));
    }
  }

  /** All slots of the workers that could run it are taken, by these jobs. */
  record SlotsBusy(int slots, List<JobId> running) implements Reason {

    private static final int SHOWN = 10;

    /** Takes a copy. */
    public SlotsBusy {
      running = List.copyOf(running);
    }

    @Override
    public String text() {
      String shown =
          running.stream().limit(SHOWN).map(JobId::toString).collect(Collectors.joining(", "));
      int more = running.size() - SHOWN;
      return String.format(
          "%s of the workers here %s busy, with %s%s.",
          slots == 1 ? "The only slot" : "All " + slots + " slots",
          slots == 1 ? "is" : "are",
          shown,
          more > 0 ? " and " + more + " more" : "");
    }
  }

  /**
   * It waits in line, behind so many ready jobs of its queue and so many of queues that its workers
   * may serve first; both at most.
   */
  record InLine(long ahead, long inQueuesBefore) implements Reason {

    @Override
    public String text() {
      if (ahead == 0 && inQueuesBefore == 0) {
        return "It is the only ready job of its queue: first in line.";
      }
      String before =
          inQueuesBefore == 0
              ? ""
              : " and "
                  + Spans.jobs(inQueuesBefore)
                  + " of queues that its workers may serve first";
      return "It is in line, behind at most " + Spans.jobs(ahead) + " of its queue" + before + ".";
    }
  }

  /** A node has claimed it, and holds the lease until then; or the lease ran out so long ago. */
  record LeaseHeld(String node, Instant until, Optional<Duration> overdue) implements Reason {

    @Override
    public String text() {
      return overdue
          .map(
              since ->
                  String.format(
                      "Node %s claimed it and has not renewed its lease, which ran out at %s, %s ago:"
                          + " the next claim or upkeep takes it back.",
                      node, until, Spans.text(since)))
          .orElseGet(
              () ->
                  String.format(
                      "Node %s has claimed it and works at it; its lease holds until %s unless renewed.",
                      node, until));
    }
  }

  /** Somebody asked for it to be cancelled; its holder has not ended it yet. */
  record CancelRequested() implements Reason {

    @Override
    public String text() {
      return "It is to be cancelled: whoever works at it is told, by the next renewal of the lease at the"
          + " latest, and it does not come back into line.";
    }
  }

  /** Its last attempt failed; set aside, it waits for somebody to retry it. */
  record HasFailed(boolean isSetAside, Optional<Attempt> last) implements Reason {

    @Override
    public String text() {
      String what =
          last.map(
                  attempt ->
                      String.format(
                          "Attempt %d ended at %s on node %s (%s)%s.",
                          attempt.number(),
                          attempt.endedAt(),
                          attempt.node(),
                          attempt.end(),
                          attempt.failure().error().isEmpty()
                              ? ""
                              : ": " + attempt.failure().error()))
              .orElse("Nothing is told of its attempts.");
      return isSetAside ? "It is set aside until it is retried or forgotten. " + what : what;
    }
  }

  /** It cannot be retried: this job has its unique key now. */
  record UniqueTwin(JobId id) implements Reason {

    /** Checks that nothing is missing. */
    public UniqueTwin {
      Objects.requireNonNull(id, "id");
    }

    @Override
    public String text() {
      return "It cannot be retried while job " + id + " has its unique key.";
    }
  }
}
