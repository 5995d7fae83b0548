package dev.tandemq.kv.port;

import dev.tandemq.store.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The little that jobs and roles need of a coordination store: small values under paths, direct
 * children of a folder, and transactions that are applied as a whole or not at all. An adapter for
 * a backend implements this and knows nothing of jobs.
 *
 * <p><b>Keys</b> are paths of names joined by {@code /}, without one at either end; a name has the
 * characters {@code A-Z a-z 0-9 . _ -} and is neither {@code .} nor {@code ..}. Each key may have a
 * value and children. The parent of a key that is created must exist, as a key or by {@link
 * #makeFolder}; a key that has children must not be deleted. Not every backend looks after these
 * two rules, so that nothing may depend on being refused for them.
 *
 * <p><b>Threads and blocking.</b> Every method may be called from any thread and returns at once;
 * the stage completes on any thread. No method waits for another client.
 *
 * <p><b>Errors.</b> Misuse (a bad key, a key twice in a transaction, one that is larger than {@link
 * #limits}) throws {@link IllegalArgumentException} from the call, before anything is sent; a call
 * after {@link #close} throws {@link IllegalStateException}. Trouble of the backend fails the stage
 * with a {@link dev.tandemq.error.QueueException}. Of {@link #commit} only {@link
 * dev.tandemq.error.OutcomeUnknownException} says that the transaction was perhaps applied, or will
 * yet be; all others say that it was not and never will be.
 *
 * <p><b>Reads.</b> Each value read was committed and is no older than the last commit that this
 * connection knows to be applied. Two keys of one call may differ in age.
 */
public interface Kv extends AutoCloseable {

  /**
   * Names of the direct children of a folder, in ascending order of their characters. A folder that
   * is not there has none.
   *
   * @param limit most names wanted, the first ones; at least 1. A backend that cannot cut the list
   *     gives more.
   */
  CompletionStage<List<String>> children(String folder, int limit);

  /**
   * Values with their revisions. What is not there is missing in the answer. Any number of keys:
   * the adapter cuts the call by the limits of its backend, by count and by bytes.
   */
  CompletionStage<Map<String, Val>> getAll(Collection<String> keys);

  /**
   * Applies all operations, or none when a guard does not hold. Made once: an adapter never repeats
   * a commit on its own. Durable before it is answered, as the backend is set up.
   *
   * @param ops within the {@link #limits}, each key at most once; none at all is applied
   */
  CompletionStage<Commit> commit(List<Op> ops);

  /** Makes a folder, and those above it, where the backend knows such a thing. Idempotent. */
  CompletionStage<Void> makeFolder(String path);

  /**
   * Calls the hint when a direct child of the folder was created, written or deleted. A hint may be
   * late, doubled, without cause or lost. It is called on any thread and must not block; what it
   * throws is logged. The folder need not be there.
   */
  Subscription watch(String folder, Runnable wake);

  /** Reads that begin when this is done see every commit that was answered before it was called. */
  CompletionStage<Void> barrier();

  /** Throws away what the backend keeps of the past. To be called every few minutes, by anyone. */
  CompletionStage<Void> upkeep();

  /** How much a transaction takes. The same at every call. */
  KvLimits limits();

  /** Ends the connection and all watches; what runs ends as it may. Idempotent. */
  @Override
  void close();
}
