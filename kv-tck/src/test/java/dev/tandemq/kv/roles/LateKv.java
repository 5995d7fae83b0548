package dev.tandemq.kv.roles;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Takes a few steps, more or less, to apply a call and to answer it. */
final class LateKv extends ForwardingKv {

  private static final int MOST_STEPS = 4;

  private final ProcessContext process;

  LateKv(Kv target, ProcessContext process) {
    super(target);
    this.process = process;
  }

  private <T> CompletionStage<T> late(Supplier<CompletionStage<T>> call) {
    checkOpen();
    CompletableFuture<T> answer = new CompletableFuture<>();
    after(
        steps(),
        () -> {
          CompletionStage<T> applied;
          try {
            applied = call.get();
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            return;
          }
          applied.whenComplete(
              (value, failure) ->
                  after(
                      steps(),
                      () -> {
                        if (failure == null) {
                          answer.complete(value);
                        } else {
                          answer.completeExceptionally(failure);
                        }
                      }));
        });
    return answer;
  }

  private void checkOpen() {
    // Refused at once by the connection when it is closed, and done at once when it is not.
    target().barrier().toCompletableFuture().join();
  }

  private int steps() {
    return process.random().nextInt(MOST_STEPS);
  }

  private void after(int steps, Runnable done) {
    if (steps == 0) {
      done.run();
    } else {
      process.execute(() -> after(steps - 1, done));
    }
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    return late(() -> super.children(folder, limit));
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    return late(() -> super.getAll(keys));
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    return late(() -> super.commit(ops));
  }

  @Override
  public CompletionStage<Void> makeFolder(String path) {
    return late(() -> super.makeFolder(path));
  }

  @Override
  public CompletionStage<Void> barrier() {
    return late(super::barrier);
  }
}
