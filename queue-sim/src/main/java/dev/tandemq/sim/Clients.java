package dev.tandemq.sim;

import dev.tandemq.history.Side;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.PutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Programs on the nodes that push jobs, through the engine, and push the same job again when the
 * outcome is unknown or there is no room. One that dies leaves a push of which nobody knows.
 */
final class Clients {

  private static final Instant MADE_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final Trial trial;
  private final Chance chance;
  private final List<JobId> made = new ArrayList<>();
  private final Set<JobId> madeIds = new HashSet<>();
  private int left;

  Clients(Trial trial, Chance chance) {
    this.trial = trial;
    this.chance = chance;
  }

  /** Plans all pushes: over the first part of the time, some in bursts, some due at one instant. */
  void begin() {
    long time = trial.settings().time().toNanos() * 6 / 10;
    left = trial.settings().jobs();
    int planned = 0;
    while (planned < left) {
      int burst = chance.nextInt(12) == 0 ? chance.nextInt(2, 40) : 1;
      long at = chance.nextLong(time);
      long due = burst > 1 && chance.nextBoolean() ? at + chance.nextLong(30 * Trial.SECOND) : 0;
      for (int i = 0; i < burst && planned < left; i++, planned++) {
        long pushedAt = at + i * 1_000_000L;
        Job job = due > 0 ? make(queue(), Math.max(1, due - pushedAt)) : make(queue());
        trial.later(pushedAt, () -> push(job));
      }
    }
  }

  private String queue() {
    return trial.queueNames().get(chance.nextInt(trial.queueNames().size()));
  }

  /** A job that nobody has pushed yet. */
  Job make(String queue) {
    long delay = chance.nextInt(4) == 0 ? chance.between(1, 60 * Trial.SECOND) : 0;
    return make(queue, delay);
  }

  private Job make(String queue, long delay) {
    Task task = Task.draw(chance);
    Job.Builder job =
        Job.builder()
            .id(JobId.create(MADE_AT.toEpochMilli() + made.size(), chance))
            .queue(queue)
            .createdAt(MADE_AT)
            .type(task.type())
            .payload(task.type() + " " + chance.nextInt())
            .maxAttempts(chance.nextInt(1, 6))
            .priority(chance.nextInt(3) == 0 ? chance.nextInt(-2, 3) : 0)
            .delay(Duration.ofNanos(delay));
    if (chance.nextInt(8) == 0) {
      job.uniqueKey("key-" + chance.nextInt(5));
    }
    if (chance.nextInt(10) == 0) {
      job.timeout(Duration.ofMillis(chance.between(200, 5_000)));
    }
    Job built = job.build();
    made.add(built.id());
    madeIds.add(built.id());
    return built;
  }

  /** Whether a job of this id was made here, which is where all jobs are. */
  boolean hasMade(JobId id) {
    return madeIds.contains(id);
  }

  /** A job that was made, pushed or not. */
  @Nullable JobId any(Chance whose) {
    return made.isEmpty() ? null : made.get(whose.nextInt(made.size()));
  }

  private void push(Job job) {
    Life life = trial.nodes().get(chance.nextInt(trial.nodes().size())).life();
    if (life == null || life.isStopping()) {
      trial.later(2 * Trial.SECOND, () -> push(job));
    } else {
      life.context().execute(() -> push(life, job));
      life.pushBegun();
    }
  }

  private void push(Life life, Job job) {
    life.thenEither(
        life.queues().queue(job.queue()).pushAsync(job),
        result -> {
          if (result instanceof PutResult.Full) {
            again(life, job);
          } else {
            acknowledged(job, result.id());
            left--;
            life.pushEnded();
          }
        },
        thrown -> again(life, job));
  }

  private void again(Life life, Job job) {
    life.context().schedule(Duration.ofMillis(chance.between(100, 3_000)), () -> push(life, job));
  }

  /** Whoever pushed is gone; whether the jobs were stored nobody knows any more. */
  void died(int pushes) {
    left -= pushes;
  }

  /** Pushes that have not ended. */
  int left() {
    return left;
  }

  /** Whether every push has ended, one way or another. */
  boolean areDone() {
    return left == 0;
  }

  /**
   * I01, from its beginning: what the engine says is stored the store has said before. The history
   * is the store's, so that the checker follows the job from there on.
   */
  private void acknowledged(Job job, JobId id) {
    if (trial.shared().side() == Side.BACKEND && !trial.log().isStored(id.toString())) {
      trial.trouble("I01: the push of " + job + " was acknowledged, and " + id + " never stored");
    }
  }
}
