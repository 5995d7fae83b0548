package dev.tandemq.sim.kv;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends calls that nobody answers, as every adapter does. */
final class BoundedKv implements Kv {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Kv target;
  private final ProcessContext process;

  BoundedKv(Kv target, ProcessContext process) {
    this.target = target;
    this.process = process;
  }

  private <T> CompletionStage<T> bounded(CompletionStage<T> answer, RuntimeException late) {
    CompletableFuture<T> given = answer.toCompletableFuture();
    if (given.isDone()) {
      return given;
    }
    CompletableFuture<T> bounded = new CompletableFuture<>();
    Cancellable end = process.schedule(LONGEST, () -> bounded.completeExceptionally(late));
    var unused =
        given.whenComplete(
            (value, error) -> {
              end.cancel();
              if (error == null) {
                bounded.complete(value);
              } else {
                bounded.completeExceptionally(error);
              }
            });
    return bounded;
  }

  private <T> CompletionStage<T> read(CompletionStage<T> answer) {
    return bounded(answer, new QueueUnavailableException("no answer in time", null));
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    return read(target.children(folder, limit));
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    return read(target.getAll(keys));
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    return bounded(
        target.commit(ops), new OutcomeUnknownException("no answer in time", List.of(), null));
  }

  @Override
  public CompletionStage<Void> makeFolder(String path) {
    return read(target.makeFolder(path));
  }

  @Override
  public Subscription watch(String folder, Runnable wake) {
    return target.watch(folder, wake);
  }

  @Override
  public CompletionStage<Void> barrier() {
    return read(target.barrier());
  }

  @Override
  public CompletionStage<Void> upkeep() {
    return read(target.upkeep());
  }

  @Override
  public KvLimits limits() {
    return target.limits();
  }

  @Override
  public void close() {
    target.close();
  }
}
