package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Passes every call on: the base of connections on which something goes wrong. */
abstract class ForwardingKv implements Kv {

  private final Kv target;

  ForwardingKv(Kv target) {
    this.target = target;
  }

  final Kv target() {
    return target;
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    return target.children(folder, limit);
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    return target.getAll(keys);
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    return target.commit(ops);
  }

  @Override
  public CompletionStage<Void> makeFolder(String path) {
    return target.makeFolder(path);
  }

  @Override
  public Subscription watch(String folder, Runnable wake) {
    return target.watch(folder, wake);
  }

  @Override
  public CompletionStage<Void> barrier() {
    return target.barrier();
  }

  @Override
  public CompletionStage<Void> upkeep() {
    return target.upkeep();
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
