package dev.tandemq.tck.cluster;

import dev.tandemq.tck.time.ManualContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Does a thing in a step of its own, so that others can come between. */
final class Later {

  private Later() {}

  static <T> CompletionStage<T> call(ManualContext context, Supplier<CompletionStage<T>> call) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    context.execute(() -> turn.complete(null));
    return turn.thenCompose(ignored -> call.get());
  }
}
