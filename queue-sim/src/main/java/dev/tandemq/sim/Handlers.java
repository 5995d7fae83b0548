package dev.tandemq.sim;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.handler.JobContext;
import dev.tandemq.handler.JobSignal;
import dev.tandemq.history.Op;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The application's code in one life of a node: does what the type of a job says. */
final class Handlers implements AsyncJobHandler {

  private static final long TWO_HEARTBEATS = 2 * Defaults.HEARTBEAT.toNanos();
  private static final CompletionStage<?> DONE = CompletableFuture.completedFuture("");

  private final Trial trial;
  private final Life life;
  private final Chance chance;
  private int running;

  Handlers(Trial trial, Life life, Chance chance) {
    this.trial = trial;
    this.life = life;
    this.chance = chance;
  }

  /** Handlers that were called and have not ended. */
  int running() {
    return running;
  }

  @Override
  public CompletionStage<?> handle(JobContext job) {
    Task task = Task.of(job.job().type());
    begun(job);
    return switch (task) {
      case INSTANT -> {
        ended(job, "DONE");
        yield DONE;
      }
      case SHORT -> after(job, millis(20, 3_000), "DONE", null);
      case LONG -> after(job, millis(10_000, 28_000), "DONE", null);
      case FLAKY ->
          chance.nextBoolean()
              ? after(job, millis(0, 2_000), "DONE", null)
              : after(job, millis(0, 2_000), "FAILED", new IllegalStateException("flaky"));
      case HOPELESS -> {
        ended(job, "FAILED");
        throw new IllegalStateException("hopeless");
      }
      case SNOOZING ->
          job.snoozes() < 2
              ? after(job, millis(0, 500), "SNOOZED", JobSignal.snooze(millis(1_000, 20_000)))
              : after(job, millis(0, 500), "DONE", null);
      case BURIED -> after(job, millis(0, 500), "BURIED", JobSignal.bury("of no use"));
      case DISCARDED -> after(job, millis(0, 500), "DISCARDED", JobSignal.discard("not wanted"));
      case STUBBORN -> stubborn(job);
      case HUNG -> trial.weather().isCalm() ? after(job, millis(0, 500), "DONE", null) : hung(job);
      case POISON -> poison(job);
    };
  }

  private Duration millis(long least, long most) {
    return Duration.ofMillis(chance.between(least, most));
  }

  private CompletableFuture<?> after(
      JobContext job,
      Duration time,
      String result,
      @org.jspecify.annotations.Nullable Throwable failure) {
    Stage stage = new Stage(job);
    stage.timer =
        life.context()
            .schedule(
                time,
                () -> {
                  stage.end(result);
                  if (failure == null) {
                    stage.complete("");
                  } else {
                    stage.completeExceptionally(failure);
                  }
                });
    return stage;
  }

  /** Told to end, it goes on for some seconds; nobody waits for it then. */
  private CompletableFuture<?> stubborn(JobContext job) {
    CompletableFuture<Object> ignoring =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            told(job);
            return false;
          }
        };
    life.context()
        .schedule(
            millis(1_000, 40_000),
            () -> {
              ended(job, "DONE");
              ignoring.complete("");
            });
    return ignoring;
  }

  private CompletableFuture<?> hung(JobContext job) {
    return new Stage(job);
  }

  private CompletionStage<?> poison(JobContext job) {
    if (trial.weather().has(FaultKind.POISON) && chance.nextInt(4) != 0) {

      trial.bit(life, FaultKind.POISON);
      trial.crash(life);
      return new CompletableFuture<>();
    }
    return after(job, millis(0, 1_000), "FAILED", new IllegalStateException("bad, but not deadly"));
  }

  private void begun(JobContext job) {
    running++;
    trial.handler(life, Op.START, job, "");
    if (!trial.clients().hasMade(job.job().id())) {
      // The store's history cannot tell: the engine may have pushed what no program asked for.
      trial.trouble("I02: " + job.job() + " runs, and no program made it");
    }
  }

  private void ended(JobContext job, String result) {
    running--;
    trial.handler(life, Op.END, job, result);
    if (life.isStopping() && !job.isCancelled()) {
      checkLease(job);
    }
  }

  /** I24: leases are kept to the last handler's end; what became of the calls is another matter. */
  private void checkLease(JobContext job) {
    long since =
        Math.max(
            life.plan().extendedAt(), Math.max(life.stopsSince(), life.context().frozenUntil()));
    if (trial.world().now() - since > TWO_HEARTBEATS) {
      trial.trouble(
          "I24: "
              + life.node().name()
              + " stops, "
              + job.job()
              + " has run until now, and no lease was extended since "
              + Duration.ofNanos(since));
    }
  }

  private void told(JobContext job) {
    trial.handler(life, Op.TOLD, job, "CANCELLED");
  }

  /** A handler at work that ends when it is told to. */
  private final class Stage extends CompletableFuture<Object> {

    private final JobContext job;
    private dev.tandemq.context.Cancellable timer = () -> {};
    private boolean hasEnded;

    Stage(JobContext job) {
      this.job = job;
    }

    void end(String result) {
      if (!hasEnded) {
        hasEnded = true;
        ended(job, result);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      if (!hasEnded) {
        timer.cancel();
        told(job);
        end("TOLD");
      }
      return super.cancel(mayInterrupt);
    }
  }
}
