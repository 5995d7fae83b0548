package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Renews the leases of all that runs, in one call, tells attempts whose job is cancelled, and those
 * whose lease is lost: by the store's word, or because no renewal has got through until the lease
 * was over. A lease counts from the moment its renewal was sent.
 */
final class Heartbeat {

  /** Handlers may ask for a beat in a tight loop: they get a hundred a second. */
  private static final Duration WISH_DELAY = Duration.ofMillis(10);

  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());

  private final ProcessContext context;
  private final JobStore store;
  private final int maxBatch;
  private final Duration lease;
  private final Supplier<List<Running>> attempts;
  private final BiConsumer<Running, Cancellation> cancel;
  private final AtomicBoolean isWished = new AtomicBoolean();
  private volatile boolean hasFailed;

  /**
   * Makes a heartbeat; it beats when it is told to.
   *
   * @param attempts what runs now
   * @param cancel asks an attempt to end
   */
  Heartbeat(
      ProcessContext context,
      JobStore store,
      int maxBatch,
      Duration lease,
      Supplier<List<Running>> attempts,
      BiConsumer<Running, Cancellation> cancel) {
    this.context = context;
    this.store = store;
    this.maxBatch = maxBatch;
    this.lease = lease;
    this.attempts = attempts;
    this.cancel = cancel;
  }

  /** One beat. Returns at once; answers are dealt with when they come. */
  void beat() {
    List<Running> all = attempts.get();
    long now = context.time().nanoTime();
    for (Running attempt : all) {
      if (now - attempt.leaseEnd() >= 0) {
        cancel.accept(attempt, Cancellation.LOST);
      }
    }
    for (int from = 0; from < all.size(); from += maxBatch) {
      renew(all.subList(from, Math.min(from + maxBatch, all.size())), now);
    }
  }

  /** A beat on its own, by the wish of a handler or an operator; wishes that meet are one beat. */
  void renewNow() {
    if (isWished.compareAndSet(false, true)) {
      context.schedule(
          WISH_DELAY,
          () -> {
            isWished.set(false);
            beat();
          });
    }
  }

  private void renew(List<Running> some, long sentAt) {
    List<Claim> claims = some.stream().map(Running::claim).toList();
    CompletableFuture<List<Extended>> answer = Calls.of(() -> store.extend(claims, lease));
    if (answer.isDone()) {
      renewed(some, sentAt, answer);
    } else {
      Calls.whenDone(answer, () -> context.execute(() -> renewed(some, sentAt, answer)));
    }
  }

  private void renewed(List<Running> some, long sentAt, CompletableFuture<List<Extended>> answer) {
    if (answer.isCompletedExceptionally()) {
      if (!hasFailed) {
        LOG.log(Level.WARNING, "leases were not renewed, trying again: " + Calls.failure(answer));
      }
      hasFailed = true;
      return;
    }
    List<Extended> results = answer.join();
    if (results.size() != some.size()) {
      LOG.log(Level.WARNING, "{0} answers to {1} renewals", results.size(), some.size());
      return;
    }
    hasFailed = false;
    for (int i = 0; i < some.size(); i++) {
      renewed(some.get(i), sentAt, results.get(i));
    }
  }

  private void renewed(Running attempt, long sentAt, Extended word) {
    if (word != Extended.LOST) {
      attempt.extendedUntil(sentAt + lease.toNanos());
    }
    if (word != Extended.EXTENDED && !attempt.hasEnded()) {
      cancel.accept(attempt, word == Extended.CANCEL ? Cancellation.CANCELLED : Cancellation.LOST);
    }
  }
}
