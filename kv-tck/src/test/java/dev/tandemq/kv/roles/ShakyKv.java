package dev.tandemq.kv.roles;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A connection on which calls take their time, answers are lost, and commits arrive late or once
 * more.
 */
final class ShakyKv extends ForwardingKv {

  private static final long LATE = Duration.ofMinutes(25).toMillis();
  private static final long SLOW = 200;

  private final ProcessContext process;

  ShakyKv(Kv target, ProcessContext process) {
    super(target);
    this.process = process;
  }

  private boolean chance(double share) {
    return process.random().nextDouble() < share;
  }

  /** After up to so many milliseconds; mostly much sooner. */
  private void later(long most, Runnable step) {
    double part = process.random().nextDouble();
    process.schedule(Duration.ofNanos((long) (part * part * part * most * 1_000_000)), step);
  }

  private <T> CompletionStage<T> slowly(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    later(
        SLOW,
        () -> {
          CompletionStage<T> applied = call.get();
          later(SLOW, () -> applied.thenAccept(answer::complete));
        });
    return answer;
  }

  private <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
    return chance(0.01)
        ? CompletableFuture.failedFuture(new QueueUnavailableException("lost", null))
        : slowly(call);
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    return read(() -> super.children(folder, limit));
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    return read(() -> super.getAll(keys));
  }

  @Override
  public CompletionStage<Void> barrier() {
    return read(super::barrier);
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    if (chance(0.1)) {
      // Once more, some time after or even before.
      later(LATE, () -> arrive(ops));
    }
    if (chance(0.03)) {
      return unknown();
    }
    if (chance(0.03)) {
      later(LATE, () -> arrive(ops));
      return unknown();
    }
    CompletionStage<Commit> answer = slowly(() -> super.commit(ops));
    return chance(0.04) ? answer.thenCompose(applied -> unknown()) : answer;
  }

  private void arrive(List<Op> ops) {
    var unused = super.commit(ops);
  }

  private CompletionStage<Commit> unknown() {
    CompletableFuture<Commit> answer = new CompletableFuture<>();
    later(
        SLOW,
        () ->
            answer.completeExceptionally(
                new OutcomeUnknownException("the answer was lost", List.of(), null)));
    return answer;
  }
}
