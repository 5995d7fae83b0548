package dev.tandemq.kv.roles;

import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.KvLimits;
import dev.tandemq.kv.port.Op;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Deletes what was ended long ago, beside the calls of a role and now and then: each connection
 * that is used looks once a minute. One transaction at a time, for each one refuses what others are
 * about to write, which then look anew. Safe for concurrent use.
 *
 * @param <E> an entry
 */
final class Sweeper<E> {

  /** How often a connection looks whether there is something to sweep. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);

  private final RoleSetup setup;
  private final Fence fence;
  private final Folder<E> folder;
  private final Function<E, Trace> traces;
  private final AtomicLong next; // a reading of the monotonic clock

  /**
   * What is left of an entry.
   *
   * @param hold for how long it was held
   * @param token what must stay below all that comes after it
   */
  record Trace(Hold hold, long token) {}

  Sweeper(RoleSetup setup, Fence fence, Folder<E> folder, Function<E, Trace> traces) {
    this.setup = setup;
    this.fence = fence;
    this.folder = folder;
    this.traces = traces;
    this.next = new AtomicLong(later(PAUSE));
  }

  private long later(Duration pause) {
    return setup.process().time().nanoTime() + pause.toNanos();
  }

  /** The same stage; when it is done, sweeps beside it if it is time. */
  <T> CompletionStage<T> after(CompletionStage<T> call) {
    return call.whenComplete(
        (answer, failure) -> {
          if (failure == null) {
            sweepIfDue();
          }
        });
  }

  private void sweepIfDue() {
    long due = next.get();
    if (setup.process().time().nanoTime() - due < 0 || !next.compareAndSet(due, later(PAUSE))) {
      return;
    }
    // Within a stage, so that nothing that it throws comes to the caller.
    var unused =
        CompletableFuture.completedFuture(null)
            .thenCompose(start -> sweep())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    // Whoever looks next does it.
                    LOG.log(Level.DEBUG, "nothing was swept", Failures.cause(failure));
                  }
                });
  }

  private CompletionStage<Void> sweep() {
    // First the fence, then the entries: they must not be older than it.
    return fence
        .read()
        .thenCompose(state -> folder.read().thenCompose(listing -> sweep(state, listing)));
  }

  private CompletionStage<Void> sweep(Fence.State state, Folder.Listing<E> listing) {
    List<Folder.Found<E>> over =
        listing.entries().stream()
            .filter(found -> traces.apply(found.entry()).hold().isLongOver(listing.now()))
            .toList();
    if (over.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    long floor =
        over.stream()
            .mapToLong(found -> traces.apply(found.entry()).token())
            .reduce(state.floor(), Math::max);
    List<Op> ops = ops(fence.pass(state, floor), over);
    return setup
        .kv()
        .commit(ops)
        .thenAccept(
            commit -> {
              if (commit instanceof Commit.Applied applied) {
                fence.passed(applied, floor);
                if (ops.size() <= over.size()) {
                  next.set(later(SHORT_PAUSE));
                }
              }
            });
  }

  /** As many as one transaction takes. */
  private List<Op> ops(Op pass, List<Folder.Found<E>> over) {
    KvLimits limits = setup.kv().limits();
    List<Op> ops = new ArrayList<>(List.of(pass));
    int cost = limits.cost(pass);
    int bytes = limits.bytes(pass);
    for (Folder.Found<E> found : over) {
      Op delete = new Op.DeleteIf(found.key(), found.revision());
      cost += limits.cost(delete);
      bytes += limits.bytes(delete);
      if (cost > limits.maxOps() || bytes > limits.maxBytes()) {
        break;
      }
      ops.add(delete);
    }
    return ops;
  }
}
