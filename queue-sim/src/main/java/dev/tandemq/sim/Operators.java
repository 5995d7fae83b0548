package dev.tandemq.sim;

import dev.tandemq.history.Side;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * People and their tools on the nodes: pause and resume, cancel, bring back and forget what failed,
 * clear, bound, push batches and pop by hand. Each asks once, and trusts to luck.
 */
final class Operators {

  private static final int BATCHES = 3;
  private static final long LONGEST_PAUSE = 40 * Trial.SECOND;

  private final Trial trial;
  private final Chance chance;
  private final int busyness;

  /**
   * People who have not begun.
   *
   * @param busyness how many deeds a minute; zero for none at all
   */
  Operators(Trial trial, Chance chance, int busyness) {
    this.trial = trial;
    this.chance = chance;
    this.busyness = busyness;
  }

  void begin() {
    if (busyness > 0) {
      next(60 * Trial.SECOND / busyness);
    }
  }

  private void next(long mean) {
    trial.later(
        mean / 4 + chance.nextLong(mean + mean / 2),
        () -> {
          if (!trial.weather().isCalm()) {
            Life life = somebody();
            if (life != null && !life.isStopping()) {
              act(life);
            }
            next(mean);
          }
        });
  }

  /**
   * Nobody when that node is down; a frozen one cannot be seen to call, where its calls are told.
   */
  private @Nullable Life somebody() {
    Life life = trial.nodes().get(chance.nextInt(trial.nodes().size())).life();
    boolean isSeen = trial.shared().side() == Side.CALLER;
    return life != null && isSeen && life.context().isFrozen() ? null : life;
  }

  private void act(Life life) {
    JobStore jobs = life.cluster().jobs();
    String queue = trial.queueNames().get(chance.nextInt(trial.queueNames().size()));
    int deed = chance.nextInt(40);
    if (deed < 8) {
      var unused = jobs.pause(queue, true);
      trial.later(chance.between(Trial.SECOND, LONGEST_PAUSE), () -> resume(queue));
    } else if (deed < 18) {
      JobId id = trial.clients().any(chance);
      if (id != null) {
        var unused = jobs.cancel(List.of(id));
      }
    } else if (deed < 24) {
      life.then(
          jobs.list(queue, JobState.FAILED, new PageRequest(20, Optional.empty())),
          page -> failed(life, queue, page));
    } else if (deed < 25) {
      var unused = jobs.clear(queue);
    } else if (deed < 28) {
      bound(jobs, queue);
    } else if (deed < 34) {
      batch(life, queue, 1);
    } else {
      pop(life, queue);
    }
  }

  private void resume(String queue) {
    Life life = somebody();
    if (life != null) {
      var unused = life.cluster().jobs().pause(queue, false);
    }
  }

  /** Whoever sets a bound sees to it that somebody comes up against it, with more than one job. */
  private void bound(JobStore jobs, String queue) {
    var unused = jobs.bound(queue, chance.between(1, 30));
    long time = chance.between(Trial.SECOND, LONGEST_PAUSE);
    trial.later(time, () -> unbound(queue));
    for (int i = 0; i < BATCHES; i++) {
      trial.later(
          chance.nextLong(time),
          () -> {
            Life other = somebody();
            if (other != null && !other.isStopping()) {
              batch(other, queue, 1);
            }
          });
    }
  }

  private void unbound(String queue) {
    Life life = somebody();
    if (life != null) {
      var unused = life.cluster().jobs().bound(queue, 0);
    }
  }

  private void failed(Life life, String queue, Page<JobView> page) {
    List<JobId> some = new ArrayList<>();
    for (JobView job : page.items()) {
      if (chance.nextBoolean()) {
        some.add(job.job().id());
      }
    }
    if (chance.nextInt(3) == 0) {
      var unused = life.cluster().jobs().forget(queue, some);
    } else {
      var unused = life.cluster().jobs().requeue(queue, some);
    }
  }

  private void batch(Life life, String queue, int tries) {
    List<Job> jobs = new ArrayList<>();
    int size = chance.nextInt(2, 9);
    for (int i = 0; i < size; i++) {
      jobs.add(trial.clients().make(queue));
    }
    put(life, jobs, tries);
  }

  /** The same batch again when nobody knows what became of it. */
  private void put(Life life, List<Job> jobs, int tries) {
    life.context()
        .execute(
            () ->
                life.thenEither(
                    life.cluster().jobs().put(jobs),
                    results -> {},
                    thrown -> {
                      if (tries < 5 && !life.isStopping()) {
                        put(life, jobs, tries + 1);
                      }
                    }));
  }

  private void pop(Life life, String queue) {
    Duration lease = Duration.ofSeconds(chance.between(5, 30));
    life.then(
        life.cluster()
            .jobs()
            .turn(new TurnRequest(List.of(), List.of(queue), 1, lease, life.node().name())),
        turn -> turn.claims().forEach(claim -> popped(life, queue, claim)));
  }

  private void popped(Life life, String queue, Claim claim) {
    Settle settle =
        switch (chance.nextInt(4)) {
          case 0 -> Settle.complete(claim);
          case 1 -> Settle.release(claim, Duration.ZERO);
          default -> Settle.release(claim, Duration.ofMillis(chance.between(1, 5_000)));
        };
    life.context()
        .schedule(
            Duration.ofMillis(chance.between(0, 35_000)),
            () -> {
              var unused =
                  life.cluster()
                      .jobs()
                      .turn(
                          new TurnRequest(
                              List.of(settle),
                              List.of(queue),
                              0,
                              Duration.ofSeconds(5),
                              life.node().name()));
            });
  }
}
