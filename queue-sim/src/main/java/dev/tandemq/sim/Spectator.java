package dev.tandemq.sim;

import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.history.RecordingCluster;
import dev.tandemq.history.Side;
import dev.tandemq.store.QueueStats;

/** Looks at the nodes and at the backend every so often: who believes to lead, do numbers agree. */
final class Spectator {

  private static final long TICK = Trial.SECOND;
  private static final int STATS_EVERY = 7;
  private static final int MEMBERS_EVERY = 5;

  private final Trial trial;
  private final Membership members;
  private int ticks;

  Spectator(Trial trial) {
    this.trial = trial;
    this.members =
        new RecordingCluster(
                trial.backend(),
                trial.recorder().as(new NodeId("spectator", "spectator")),
                Side.BACKEND)
            .membership();
  }

  void begin() {
    trial.later(TICK, this::look);
  }

  private void look() {
    for (SimNode node : trial.nodes()) {
      Life life = node.life();
      if (life != null) {
        trial.believes(life);
      }
    }
    if (ticks % MEMBERS_EVERY == 0) {
      var unused = members.nodes();
    }
    if (++ticks % STATS_EVERY == 0) {
      for (QueueStats stats : Trial.now(trial.backend().jobs().stats(trial.queueNames()))) {
        check(stats);
      }
    }
    begin();
  }

  /** I23, here also while everything moves: the counters change in the same step as the jobs. */
  private void check(QueueStats stats) {
    long sum = stats.size() + stats.completed() + stats.failed() + stats.removed();
    boolean isNegative =
        stats.ready() < 0 || stats.delayed() < 0 || stats.reserved() < 0 || stats.failed() < 0;
    if (sum != stats.pushed() || isNegative) {
      trial.trouble("I23: the numbers of a queue do not add up: " + stats);
    }
  }
}
