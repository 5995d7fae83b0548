package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A connection on which reads are as old as they may be: what was read once is read again and
 * again, until something is written on the same connection, or it waits for the others.
 */
final class StaleKv extends ForwardingKv {

  // All guarded by this.
  private final Map<String, Optional<Val>> values = new HashMap<>();
  private final Map<String, List<String>> folders = new HashMap<>();

  StaleKv(Kv target) {
    super(target);
  }

  private synchronized void forget() {
    values.clear();
    folders.clear();
  }

  @Override
  public synchronized CompletionStage<List<String>> children(String folder, int limit) {
    if (isWords(folder)) {
      return super.children(folder, limit);
    }
    List<String> old = folders.get(folder);
    return super.children(folder, limit)
        .thenApply(
            now -> {
              folders.putIfAbsent(folder, now);
              return old == null ? now : old;
            });
  }

  /** Listeners wait for no others: on them staleness ends by itself. */
  private static boolean isWords(String key) {
    return key.contains("/b/");
  }

  @Override
  public synchronized CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    return super.getAll(keys)
        .thenApply(
            found -> {
              Map<String, Val> read = new HashMap<>();
              for (String key : keys) {
                Optional<Val> now = Optional.ofNullable(found.get(key));
                Optional<Val> old = isWords(key) ? now : values.getOrDefault(key, now);
                values.putIfAbsent(key, now);
                old.ifPresent(value -> read.put(key, value));
              }
              return read;
            });
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    return super.commit(ops)
        .thenApply(
            commit -> {
              if (commit instanceof Commit.Applied) {
                forget();
              }
              return commit;
            });
  }

  @Override
  public CompletionStage<Void> barrier() {
    return super.barrier().thenAccept(done -> forget());
  }
}
