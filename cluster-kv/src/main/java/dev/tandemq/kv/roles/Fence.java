package dev.tandemq.kv.roles;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A key beside a folder of entries that is written with each sweep of the folder, and checked with
 * every other write in it. So no transaction that was made up before a sweep is applied after it.
 *
 * <p>It is needed because revisions may come back: an entry that was swept away and made anew may
 * be at the very revision at which somebody saw the old one. The key itself is never deleted, so
 * that its own revisions never do. It holds the highest token that was swept away.
 *
 * <p>Safe for concurrent use.
 */
final class Fence implements Ground {

  private static final int ATTEMPTS = 4;

  private final RoleSetup setup;
  private final String folder;
  private final String key;
  private volatile @Nullable State last;

  /** What stood there. */
  record State(long revision, long floor) {}

  /** The fence of a folder below the root. */
  Fence(RoleSetup setup, String folder) {
    this.setup = setup;
    this.folder = setup.key(folder);
    this.key = setup.key("swept-" + folder);
  }

  @Override
  public CompletionStage<Known> known() {
    // An old state is as good as a new one: with it a write is refused, never wrong.
    State state = last;
    return (state == null ? read() : CompletableFuture.completedFuture(state)).thenApply(this::of);
  }

  private Known of(State state) {
    return new Known(List.of(new Op.Check(key, state.revision())), state.floor());
  }

  @Override
  public void forget() {
    last = null;
  }

  /** The state as it is now; what is read afterwards is no older. Makes folder and fence. */
  CompletionStage<State> read() {
    return read(1)
        .thenCompose(
            state ->
                setup
                    .kv()
                    .barrier()
                    .thenApply(
                        done -> {
                          last = state;
                          return state;
                        }));
  }

  /** Part of a sweep: no write that was made up before it is applied after it. */
  Op pass(State before, long floor) {
    return new Op.ReplaceIf(key, toBytes(floor), before.revision());
  }

  /** The sweep was applied. */
  void passed(Commit.Applied applied, long floor) {
    last = new State(applied.revision(key), floor);
  }

  private CompletionStage<State> read(int attempt) {
    return setup
        .kv()
        .getAll(List.of(key))
        .thenCompose(
            found -> {
              Val value = found.get(key);
              return value == null
                  ? create(attempt)
                  : CompletableFuture.completedFuture(
                      new State(value.revision(), floor(value.bytes())));
            });
  }

  private CompletionStage<State> create(int attempt) {
    if (attempt == ATTEMPTS) {
      return CompletableFuture.failedFuture(
          new QueueUnavailableException(
              "the key " + key + " can neither be read nor made; nothing was changed", null));
    }
    return setup
        .kv()
        .makeFolder(folder)
        .thenCompose(made -> setup.kv().commit(List.of(new Op.Create(key, toBytes(0)))))
        .exceptionallyCompose(this::notMade)
        .thenCompose(
            commit ->
                commit instanceof Commit.Applied applied
                    ? CompletableFuture.completedFuture(new State(applied.revision(key), 0))
                    // Somebody else made it.
                    : setup.kv().barrier().thenCompose(done -> read(attempt + 1)));
  }

  /** Whether the fence was made or not: what the caller wanted was not even tried. */
  private CompletionStage<Commit> notMade(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    return CompletableFuture.failedFuture(
        cause instanceof OutcomeUnknownException
            ? new QueueUnavailableException(
                "no answer came while the key " + key + " was made; repeat the call", cause)
            : cause);
  }

  private static byte[] toBytes(long floor) {
    return new TextWriter().number("floor", floor).toBytes();
  }

  private long floor(byte[] bytes) {
    return TextReader.read(key, bytes, text -> text.number("floor"));
  }
}
