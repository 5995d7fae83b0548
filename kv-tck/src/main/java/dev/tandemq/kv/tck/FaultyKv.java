package dev.tandemq.kv.tck;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.fault.Fate;
import dev.tandemq.fault.FaultPlan;
import dev.tandemq.fault.Link;
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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A connection at the far end of a bad network: each call meets the {@link Fate} that the plan has
 * for it; a commit whose caller was told that its outcome is unknown may arrive later, or once
 * more. Names of calls are as {@code Kv.commit}. As safe for concurrent use as target and plan.
 */
public final class FaultyKv implements Kv {

  private final Kv target;
  private final Link link;
  private final ProcessContext network;
  private final Supplier<Optional<Duration>> again;

  /**
   * A connection in front of another.
   *
   * @param plan what becomes of calls and hints
   * @param network where delays run
   * @param again whether, and how much later, a commit of unknown outcome arrives once more
   */
  public FaultyKv(
      Kv target, FaultPlan plan, ProcessContext network, Supplier<Optional<Duration>> again) {
    this.target = Objects.requireNonNull(target, "target");
    this.link = new Link(plan, network);
    this.network = network;
    this.again = Objects.requireNonNull(again, "again");
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    Fate fate = link.next("Kv.children");
    return fate.isNone()
        ? target.children(folder, limit)
        : link.send(fate, "Kv.children", () -> target.children(folder, limit));
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    Fate fate = link.next("Kv.getAll");
    return fate.isNone()
        ? target.getAll(keys)
        : link.send(fate, "Kv.getAll", () -> target.getAll(keys));
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    Fate fate = link.next("Kv.commit");
    if (fate.isNone()) {
      return target.commit(ops);
    }
    switch (fate.end()) {
      case LOST_ANSWER, LOST_CALL, SILENT ->
          again.get().ifPresent(delay -> network.schedule(delay, () -> repeat(ops)));
      default -> {}
    }
    return link.send(fate, "Kv.commit", () -> target.commit(ops));
  }

  private void repeat(List<Op> ops) {
    try {
      var unused = target.commit(ops);
    } catch (IllegalStateException e) {
      // The connection is closed; what is on its way arrives no more.
      return;
    }
  }

  @Override
  public CompletionStage<Void> makeFolder(String path) {
    Fate fate = link.next("Kv.makeFolder");
    return fate.isNone()
        ? target.makeFolder(path)
        : link.send(fate, "Kv.makeFolder", () -> target.makeFolder(path));
  }

  @Override
  public Subscription watch(String folder, Runnable wake) {
    return target.watch(folder, () -> link.hint(wake));
  }

  @Override
  public CompletionStage<Void> barrier() {
    Fate fate = link.next("Kv.barrier");
    return fate.isNone() ? target.barrier() : link.send(fate, "Kv.barrier", target::barrier);
  }

  @Override
  public CompletionStage<Void> upkeep() {
    Fate fate = link.next("Kv.upkeep");
    return fate.isNone() ? target.upkeep() : link.send(fate, "Kv.upkeep", target::upkeep);
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
