package dev.tandemq.fault;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way between a process and what it calls: lets each call meet its fate. For decorators of
 * ports that this module does not know. As safe for concurrent use as the plan.
 */
public final class Link {

  private final FaultPlan plan;
  private final ProcessContext network;

  /**
   * A way.
   *
   * @param plan what becomes of calls and hints
   * @param network where delays run
   */
  public Link(FaultPlan plan, ProcessContext network) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.network = Objects.requireNonNull(network, "network");
  }

  /** The fate of the next call of this name. */
  public Fate next(String call) {
    return plan.next(call);
  }

  /** Makes a call that has a fate; for those without one the caller takes the short way. */
  public <T extends @Nullable Object> CompletionStage<T> send(
      Fate fate, String call, Supplier<CompletionStage<T>> target) {
    return send(fate, call, List.of(), target);
  }

  /**
   * Makes a call that has a fate.
   *
   * @param ids the jobs whose fate is unknown when the outcome is
   */
  <T extends @Nullable Object> CompletionStage<T> send(
      Fate fate, String call, List<JobId> ids, Supplier<CompletionStage<T>> target) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (fate.before().isZero()) {
      // What the target throws leaves from here, as it would without faults.
      arrive(fate, call, ids, target, answer);
    } else {
      network.schedule(
          fate.before(),
          () -> {
            try {
              arrive(fate, call, ids, target, answer);
            } catch (Throwable e) {
              // Not RuntimeException alone: the call is over, and a stage must not stay open.
              answer.completeExceptionally(e);
            }
          });
    }
    return answer;
  }

  private <T extends @Nullable Object> void arrive(
      Fate fate,
      String call,
      List<JobId> ids,
      Supplier<CompletionStage<T>> target,
      CompletableFuture<T> answer) {
    switch (fate.end()) {
      case ANSWERED ->
          target
              .get()
              .whenComplete(
                  (value, error) -> {
                    if (error == null) {
                      later(fate.after(), () -> answer.complete(value));
                    } else {
                      fail(fate, answer, unwrapped(error));
                    }
                  });
      case REFUSED ->
          fail(
              fate,
              answer,
              new QueueUnavailableException(
                  call + " was refused by a fault; nothing was changed", null));
      case LOST_ANSWER ->
          target.get().whenComplete((value, error) -> fail(fate, answer, unknown(call, ids)));
      case LOST_CALL -> fail(fate, answer, unknown(call, ids));
      case SILENT -> {
        CompletionStage<T> unheard = target.get();
        Objects.requireNonNull(unheard, "stage");
      }
    }
  }

  private <T extends @Nullable Object> void fail(
      Fate fate, CompletableFuture<T> answer, Throwable error) {
    later(fate.after(), () -> answer.completeExceptionally(error));
  }

  private static OutcomeUnknownException unknown(String call, List<JobId> ids) {
    return new OutcomeUnknownException(
        call + ": no answer came, because of a fault; it may have been applied", ids, null);
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof CompletionException && cause != null ? cause : error;
  }

  private void later(Duration delay, Runnable step) {
    if (delay.isZero()) {
      step.run();
    } else {
      network.schedule(delay, step);
    }
  }

  /** Passes a hint or a message on, late, or not at all. */
  public void hint(Runnable listener) {
    if (!plan.dropsHint()) {
      later(plan.hintDelay(), listener);
    }
  }
}
