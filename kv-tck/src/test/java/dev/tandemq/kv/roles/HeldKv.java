package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection whose commits can be held back, and sent later or once more. */
final class HeldKv extends ForwardingKv {

  private final List<List<Op>> sent = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isHolding;

  HeldKv(Kv target) {
    super(target);
  }

  /** From now on commits are on their way until they are let go. */
  void hold() {
    isHolding = true;
  }

  /** How many are on their way. */
  int held() {
    return held.size();
  }

  /** What was held back arrives, and is answered. */
  void letGo() {
    isHolding = false;
    List<Runnable> all = List.copyOf(held);
    held.clear();
    all.forEach(Runnable::run);
  }

  /** All commits so far. */
  List<List<Op>> sent() {
    return List.copyOf(sent);
  }

  /** A commit that was sent long ago arrives once more. */
  Commit again(List<Op> ops) {
    return target().commit(ops).toCompletableFuture().join();
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    sent.add(ops);
    if (!isHolding) {
      return super.commit(ops);
    }
    CompletableFuture<Commit> answer = new CompletableFuture<>();
    held.add(() -> super.commit(ops).thenAccept(answer::complete));
    return answer;
  }
}
