package dev.tandemq.sim;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a world: no faults any more, all must be done within a bound, every node stops, and
 * nothing is left of it but what the backend has to keep.
 */
final class Finale {

  /** After the last fault: leases, delays, back-offs and snoozes, one after the other. */
  private static final Duration DRAIN_BOUND = Duration.ofMinutes(5);

  /** Longer than the grace of the stop and all that comes after it. */
  private static final Duration STOP_BOUND = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Longer than any time to live and the deadline of any call. */
  private static final Duration AFTERMATH = Duration.ofSeconds(45);

  private final Trial trial;
  private final List<Life> lives = new ArrayList<>();
  private int stopped;

  Finale(Trial trial) {
    this.trial = trial;
  }

  void run() {
    heal();
    drain();
    if (!trial.isOver()) {
      stop();
    }
    if (!trial.isOver()) {
      look();
      dump();
    }
  }

  private void heal() {
    trial.weather().calmDown();
    open();
    long thawed = 0;
    for (SimNode node : trial.nodes()) {
      node.start(trial);
      Life life = node.life();
      if (life != null) {
        thawed = Math.max(thawed, life.context().frozenUntil() - trial.world().now());
      }
    }
    trial.run(thawed);
    trial.tell(HistoryEvent.at(trial.world().now(), "world", "", Op.HEAL, Phase.OK));
  }

  /** Opens every queue; again and again, for a call from before may come late, and shut one. */
  private void open() {
    JobStore jobs = trial.backend().jobs();
    for (QueueStats stats : stats()) {
      if (stats.paused()) {
        Trial.now(jobs.pause(stats.queue(), false));
      }
      if (stats.bound() > 0) {
        Trial.now(jobs.bound(stats.queue(), 0));
      }
    }
  }

  private void drain() {
    long end = trial.world().now() + DRAIN_BOUND.toNanos();
    while (!trial.isOver() && !isCalm()) {
      if (trial.world().now() >= end) {
        trial.trouble("I27: not at rest " + DRAIN_BOUND + " after the last fault: " + state());
        return;
      }
      trial.run(Trial.SECOND);
      open();
    }
  }

  private boolean isCalm() {
    return trial.clients().areDone()
        && trial.nodes().stream().allMatch(Finale::isUp)
        && Trial.now(trial.backend().election().leader()).isPresent()
        && stats().stream().allMatch(stats -> stats.size() == 0);
  }

  private static boolean isUp(SimNode node) {
    Life life = node.life();
    return life != null && !life.isStopping() && life.engine().isMember();
  }

  private String state() {
    return "pushes left "
        + trial.clients().left()
        + ", leader "
        + Trial.now(trial.backend().election().leader())
        + ", members "
        + Trial.now(trial.backend().membership().nodes()).size()
        + ", queues "
        + stats();
  }

  private List<QueueStats> stats() {
    return Trial.now(trial.backend().jobs().stats(trial.queueNames()));
  }

  private void stop() {
    for (SimNode node : trial.nodes()) {
      node.retire();
      Life life = node.life();
      if (life != null) {
        lives.add(life);
        trial.stop(life, GRACE, () -> stopped++);
      }
    }
    long end = trial.world().now() + STOP_BOUND.toNanos();
    while (!trial.isOver() && stopped < lives.size()) {
      if (trial.world().now() >= end) {
        trial.trouble(
            "I24: "
                + (lives.size() - stopped)
                + " nodes are not at rest "
                + STOP_BOUND
                + " after they were told to stop");
        return;
      }
      trial.run(Trial.SECOND);
    }
  }

  /** I28: nothing is left of those that have stopped. */
  private void look() {
    trial.run(AFTERMATH.toNanos());
    boolean rests = trial.shared().isAtRestWhenUnused();
    if (!rests) {
      lives.forEach(life -> life.cluster().close());
    }
    for (Life life : lives) {
      int pending = life.context().pending();
      if (pending > 0) {
        trial.trouble(
            "I28: "
                + life.node().name()
                + " has stopped and left "
                + pending
                + " steps or timers: "
                + trial.world().waiting(life.context()));
      }
    }
    leak("steps", lives.stream().mapToLong(life -> life.context().pending()).sum());
    leak("members", Trial.now(trial.backend().membership().nodes()).size());
    leak("leaders", Trial.now(trial.backend().election().leader()).isPresent() ? 1 : 0);
    leak("locks", Trial.now(trial.backend().locks().locks()).size());
    leak("subscriptions", rests ? subscriptions() : 0);
  }

  /** How many steps come to those that have stopped when there is something to be told. */
  private long subscriptions() {
    long before = taken();
    Trial.now(trial.backend().broadcast().send(Talker.TOPIC, new byte[] {1}));
    for (String queue : trial.queueNames()) {
      // A job would be counted; that a queue is paused no more is told to those who wait.
      Trial.now(trial.backend().jobs().pause(queue, true));
      Trial.now(trial.backend().jobs().pause(queue, false));
    }
    trial.run(Trial.SECOND);
    return taken() - before;
  }

  private long taken() {
    return lives.stream().mapToLong(life -> life.context().taken()).sum();
  }

  private void leak(String what, long count) {
    trial.tell(trial.event(Op.STATS).name("leak." + what).count(count));
  }

  private void dump() {
    JobStore jobs = trial.backend().jobs();
    for (String queue : trial.queueNames()) {
      for (JobState state : JobState.values()) {
        Optional<String> after = Optional.empty();
        do {
          Page<JobView> page = Trial.now(jobs.list(queue, state, new PageRequest(100, after)));
          page.items().forEach(this::dump);
          after = page.next();
        } while (after.isPresent());
      }
    }
    for (QueueStats stats : stats()) {
      number(stats, "pushed", stats.pushed());
      number(stats, "ready", stats.ready());
      number(stats, "delayed", stats.delayed());
      number(stats, "reserved", stats.reserved());
      number(stats, "completed", stats.completed());
      number(stats, "failed", stats.failed());
      number(stats, "removed", stats.removed());
    }
  }

  private void dump(JobView job) {
    trial.tell(
        trial
            .event(Op.DUMP)
            .job(job.job().id().toString())
            .queue(job.job().queue())
            .token(job.token())
            .attempt(job.attempts())
            .maxAttempts(job.job().maxAttempts())
            .result(job.state().name()));
  }

  private void number(QueueStats stats, String name, long count) {
    trial.tell(trial.event(Op.STATS).queue(stats.queue()).name(name).count(count));
  }
}
