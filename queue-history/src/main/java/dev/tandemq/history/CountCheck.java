package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers agree.
 *
 * <p><b>I23</b>, for each number: broken when it is negative. At the end, for each queue with
 * STATS: broken when pushed is not ready + delayed + reserved + completed + failed + removed; when
 * one of the numbers of ready, delayed, reserved and failed jobs is not that of the dumped jobs in
 * that state; and when pushed or completed cannot be: fewer than were certainly so, or more than
 * may be.
 *
 * <p><b>I28</b>, for each STATS line whose name begins with {@code leak.}: broken when the number
 * is not zero.
 */
final class CountCheck implements Check {

  private static final String[] STATES = {"READY", "DELAYED", "RESERVED", "FAILED"};

  private final Ledger ledger;
  private final Tally counts;
  private final Tally leaks;
  private final Set<String> states = Set.of(STATES);

  CountCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    counts = tallies.of(Invariant.I23);
    leaks = tallies.of(Invariant.I28);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.STATS);
  }

  @Override
  public void on(Step step) {
    HistoryEvent event = step.event();
    if (event.name().startsWith("leak.")) {
      leaks.looked();
      if (event.count() != 0) {
        leaks.broken(() -> step.line() + ": " + event.count());
      }
    } else if (!event.queue().isEmpty()) {
      counts.looked();
      if (event.count() < 0) {
        counts.broken(() -> step.line() + ": " + event.count() + " is negative");
      }
    }
  }

  @Override
  public void end() {
    Map<String, Recount> recounts = new HashMap<>();
    for (JobTrack job : ledger.jobs()) {
      if (job.queue != null) {
        recounts.computeIfAbsent(job.queue.name, name -> new Recount()).add(job);
      }
    }
    for (QueueTrack queue : ledger.queues()) {
      Recount recount = recounts.get(queue.name);
      compare(queue, recount == null ? new Recount() : recount);
    }
  }

  private void compare(QueueTrack queue, Recount recount) {
    Long pushed = queue.numbers.get("pushed");
    if (pushed != null && queue.numbers.size() > 1) {
      counts.looked();
      long sum = 0;
      for (String name :
          new String[] {"ready", "delayed", "reserved", "completed", "failed", "removed"}) {
        sum += queue.numbers.getOrDefault(name, 0L);
      }
      if (sum != pushed) {
        broken(queue, "pushed is not the sum of the others, " + sum);
      }
    }
    for (String state : STATES) {
      Long told = queue.numbers.get(state.toLowerCase(java.util.Locale.ROOT));
      if (told != null) {
        counts.looked();
        long found = recount.dumped.getOrDefault(state, 0L);
        if (told != found) {
          broken(queue, found + " jobs of the dump are " + state);
        }
      }
    }
    within(queue, "pushed", queue.addedJobs, recount.maybePushed);
    within(queue, "completed", recount.completed, recount.maybeCompleted);
  }

  private void within(QueueTrack queue, String name, long least, long maybe) {
    @Nullable Long told = queue.numbers.get(name);
    if (told == null) {
      return;
    }
    counts.looked();
    if (told < least || told > least + maybe) {
      broken(
          queue,
          name
              + " must be "
              + least
              + (maybe > 0 ? " to " + (least + maybe) : "")
              + " after what was answered");
    }
  }

  private void broken(QueueTrack queue, String why) {
    counts.broken(
        () ->
            Example.of(Example.line(queue.numbersAt, null, queue.name + " " + queue.numbers), why));
  }

  /** Jobs of one queue, counted by what is known of them. */
  private final class Recount {
    private final Map<String, Long> dumped = new HashMap<>();
    private long maybePushed;
    private long completed;
    private long maybeCompleted;

    private void add(JobTrack job) {
      if (states.contains(job.dumped)) {
        dumped.merge(job.dumped, 1L, Long::sum);
      }
      if (job.openPushes > 0) {
        maybePushed += job.openPushes;
      }
      completed += job.completions;
      for (ClaimTrack one = job.newest; one != null; one = one.older) {
        if (one.hasOpenTries("COMPLETE")) {
          maybeCompleted++;
          return;
        }
      }
    }
  }
}
