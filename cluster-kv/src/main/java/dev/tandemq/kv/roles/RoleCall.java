package dev.tandemq.kv.roles;

import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The calls of one role on one key: look, judge, and write if the key still is as it was seen. Safe
 * for concurrent use.
 */
final class RoleCall {

  /**
   * How often a call looks anew because somebody else was faster. Each time somebody else got what
   * they wanted, so that it takes a crowd to be refused as often as this.
   */
  static final int MAX_LOOKS = 20;

  private final RoleSetup setup;
  private final Ground ground;

  RoleCall(RoleSetup setup, Ground ground) {
    this.setup = setup;
    this.ground = ground;
  }

  /**
   * Judges the facts of a key and does as it is told. When the write is refused, because the facts
   * have changed, it looks and judges again. A write whose answer is lost is not repeated.
   *
   * @param call the role's method and what it is about, for messages
   * @throws IllegalStateException when the connection is closed
   */
  <T> CompletionStage<T> decide(String call, String key, Function<Facts, Decision<T>> judge) {
    return Failures.told(call, decide(call, key, judge, 1));
  }

  private <T> CompletionStage<T> decide(
      String call, String key, Function<Facts, Decision<T>> judge, int look) {
    // First the ground, then the facts: they must not be older than it.
    return setup
        .kv()
        .barrier()
        .thenCompose(done -> ground.known())
        .thenCompose(
            known ->
                facts(key, known.floor())
                    .thenApply(judge)
                    .thenCompose(decision -> act(call, key, judge, look, known, decision)));
  }

  private <T> CompletionStage<T> act(
      String call,
      String key,
      Function<Facts, Decision<T>> judge,
      int look,
      Ground.Known known,
      Decision<T> decision) {
    if (decision instanceof Decision.Write<T> write) {
      return commit(known, write.op())
          .thenCompose(
              applied ->
                  applied
                      ? CompletableFuture.completedFuture(write.value())
                      : again(call, key, judge, look));
    }
    return CompletableFuture.completedFuture(((Decision.Answer<T>) decision).value());
  }

  private CompletionStage<Boolean> commit(Ground.Known known, Op op) {
    List<Op> ops = new ArrayList<>(known.checks());
    ops.add(op);
    return setup.kv().commit(ops).thenApply(commit -> commit instanceof Commit.Applied);
  }

  private <T> CompletionStage<T> again(
      String call, String key, Function<Facts, Decision<T>> judge, int look) {
    if (look == MAX_LOOKS) {
      return CompletableFuture.failedFuture(
          new QueueUnavailableException(
              String.format(
                  "%s: others changed %s %d times in a row; nothing was changed, try again",
                  call, key, look),
              null));
    }
    ground.forget();
    return decide(call, key, judge, look + 1);
  }

  private CompletionStage<Facts> facts(String key, long floor) {
    return setup
        .kv()
        .getAll(List.of(key))
        .thenCompose(
            found ->
                setup.clock().get().thenApply(now -> new Facts(key, found.get(key), now, floor)));
  }

  /**
   * Looks at a key, and changes nothing.
   *
   * @throws IllegalStateException when the connection is closed
   */
  <T> CompletionStage<T> look(String call, String key, Function<Facts, T> view) {
    return Failures.told(
        call, setup.kv().barrier().thenCompose(done -> facts(key, 0)).thenApply(view));
  }
}
