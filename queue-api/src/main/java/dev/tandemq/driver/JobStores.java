package dev.tandemq.driver;

import dev.tandemq.store.BlockingJobStore;
import dev.tandemq.store.JobStore;
import java.util.concurrent.Executor;

/** Makes job stores out of other things. */
public final class JobStores {

  private JobStores() {}

  /**
   * Lifts a store whose calls block to one whose calls return at once: arguments are checked by the
   * call itself, the rest runs on the executor, and the stage completes there.
   *
   * <ul>
   *   <li>The executor should be a small pool of the driver's own with a <em>bounded</em> queue
   *       that rejects what does not fit. Calls have no order among each other, so any number of
   *       threads will do; a stage that depends on the answer may run on them for a moment.
   *   <li>A call that the executor rejects fails with {@link
   *       dev.tandemq.error.QueueUnavailableException}: nothing was changed. So does one that has
   *       not begun when the store is closed.
   *   <li>{@code close} returns without waiting for calls that run: they end as they would have,
   *       and the last of them closes the blocking store. Without any the caller's thread closes
   *       it.
   *   <li>A {@link dev.tandemq.error.QueueException} or {@link IllegalArgumentException} out of the
   *       store fails the stage as it is. Any other exception or error becomes {@link
   *       dev.tandemq.error.OutcomeUnknownException} with it as the cause, for it may have come in
   *       the middle of a change; an {@link Error} is thrown on to the executor's thread as well.
   *   <li>No thread is ever interrupted. An interrupt that a call leaves behind is cleared after
   *       it, so that it does not hit the next one.
   * </ul>
   *
   * @param store what to lift; the result closes it
   * @param capabilities its limits of batch and payload, which are checked here. More settlements
   *     than a batch are refused; of {@code want} no more than a batch is asked for.
   * @param executor runs calls; not closed, a driver that wants that does it in its store's {@code
   *     close}. {@code Runnable::run} makes every call block, which is of use in tests.
   */
  public static JobStore blocking(
      BlockingJobStore store, Capabilities capabilities, Executor executor) {
    return new LiftedJobStore(store, new ArgumentChecks(capabilities), executor);
  }
}
