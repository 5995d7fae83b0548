package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Claims for a thread of the application, which waits here. It is woken by the store's hint; a look
 * now and then, with jitter, makes up for hints that are lost.
 */
final class Popper {

  private final String queue;
  private final String node;
  private final ProcessContext context;
  private final JobStore store;
  private final List<Semaphore> waiting = new ArrayList<>();
  private volatile boolean closed;

  Popper(String queue, String node, ProcessContext context, JobStore store) {
    this.queue = queue;
    this.node = node;
    this.context = context;
    this.store = store;
  }

  /** Up to max claims; empty when the time is over or the queue was closed. */
  List<Claim> pop(int max, Duration timeout) throws InterruptedException {
    long end = context.time().nanoTime() + timeout.toNanos();
    List<Claim> claims = claim(max);
    if (!claims.isEmpty() || timeout.isZero()) {
      return claims;
    }
    Semaphore woken = new Semaphore(0);
    join(woken);
    Subscription hints = store.onReady(queue, woken::release);
    try {
      while (!closed) {
        claims = claim(max);
        long left = end - context.time().nanoTime();
        if (!claims.isEmpty() || left <= 0) {
          return claims;
        }
        if (woken.tryAcquire(Math.min(left, nextLook()), TimeUnit.NANOSECONDS)) {
          woken.drainPermits();
        }
      }
      return List.of();
    } finally {
      hints.close();
      leave(woken);
    }
  }

  private long nextLook() {
    long poll = Defaults.POLL.toNanos();
    long jitter = (long) (poll * Defaults.JITTER);
    return poll - jitter + context.random().nextLong(2 * jitter + 1);
  }

  private List<Claim> claim(int max) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before queue " + queue + " was looked at");
    }
    TurnRequest request = new TurnRequest(List.of(), List.of(queue), max, Defaults.POP_LEASE, node);
    CompletableFuture<Turn> answer = Calls.of(() -> store.turn(request));
    try {
      answer.get(Defaults.CALL_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      // Told below, in the words of every call.
    } catch (InterruptedException e) {
      Calls.whenDone(answer, () -> handBack(answer));
      throw e;
    } catch (TimeoutException e) {
      // From here on the answer is not ours, even if it comes this very moment.
      Calls.whenDone(answer, () -> handBack(answer));
      throw new OutcomeUnknownException("pop: no answer in time", List.of(), e);
    }
    return fitLeases(Calls.await(answer, Duration.ZERO, "pop", List.of()).claims());
  }

  /** Nobody will hold the claims of an answer that comes after its caller has left. */
  private void handBack(CompletableFuture<Turn> answer) {
    if (answer.isCompletedExceptionally() || answer.join().claims().isEmpty()) {
      return;
    }
    List<Settle> back = answer.join().claims().stream().map(Settle::handBack).toList();
    TurnRequest request = new TurnRequest(back, List.of(), 0, Defaults.POP_LEASE, node);
    context.execute(() -> Calls.whenDone(Calls.of(() -> store.turn(request)), () -> {}));
  }

  /**
   * A popped job's lease is its timeout. The claim is made with the usual one, so only jobs with
   * another timeout cost a call more. If that fails the claim tells the lease it has.
   */
  private List<Claim> fitLeases(List<Claim> claims) {
    if (claims.stream().allMatch(claim -> leaseOf(claim).equals(Defaults.POP_LEASE))) {
      return claims;
    }
    List<Claim> fitted = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      fitted.add(leaseOf(claim).equals(Defaults.POP_LEASE) ? claim : fitLease(claim));
    }
    return fitted;
  }

  private Claim fitLease(Claim claim) {
    Duration lease = leaseOf(claim);
    try {
      Extended extended =
          Calls.await(
                  Calls.of(() -> store.extend(List.of(claim), lease)),
                  Defaults.CALL_TIMEOUT,
                  "extend",
                  List.of(claim.job().id()))
              .get(0);
      return extended == Extended.EXTENDED
          ? claim.until(claim.leaseUntil().minus(Defaults.POP_LEASE).plus(lease))
          : claim;
    } catch (QueueException e) {
      return claim;
    }
  }

  private static Duration leaseOf(Claim claim) {
    Duration timeout = claim.job().timeout();
    return timeout.isZero() ? Defaults.POP_LEASE : timeout;
  }

  private synchronized void join(Semaphore woken) {
    waiting.add(woken);
  }

  private synchronized void leave(Semaphore woken) {
    waiting.remove(woken);
  }

  synchronized void close() {
    closed = true;
    waiting.forEach(Semaphore::release);
  }
}
