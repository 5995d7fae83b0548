package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A connection on which something happens elsewhere right before one of its calls. */
final class InterposedKv extends ForwardingKv {

  private final Runnable deed;
  private int left;

  /**
   * A connection.
   *
   * @param call before which one; the first is 1
   */
  InterposedKv(Kv target, int call, Runnable deed) {
    super(target);
    this.left = call;
    this.deed = deed;
  }

  /** Whether there were as many calls as that. */
  boolean hasHappened() {
    return left <= 0;
  }

  private void step() {
    left--;
    if (left == 0) {
      deed.run();
    }
  }

  @Override
  public CompletionStage<List<String>> children(String folder, int limit) {
    step();
    return super.children(folder, limit);
  }

  @Override
  public CompletionStage<Map<String, Val>> getAll(Collection<String> keys) {
    step();
    return super.getAll(keys);
  }

  @Override
  public CompletionStage<Commit> commit(List<Op> ops) {
    step();
    return super.commit(ops);
  }

  @Override
  public CompletionStage<Void> makeFolder(String path) {
    step();
    return super.makeFolder(path);
  }

  @Override
  public CompletionStage<Void> barrier() {
    step();
    return super.barrier();
  }
}
