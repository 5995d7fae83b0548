package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Settle;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Claims for a thread of the application, which waits here until there is something. */
final class Popper {

  private static final Logger LOG = System.getLogger(Popper.class.getName());

  private final String queue;
  private final String node;
  private final ProcessContext context;
  private final JobStore store;
  private final Waiters waiters;

  Popper(String queue, String node, ProcessContext context, JobStore store, Waiters waiters) {
    this.queue = queue;
    this.node = node;
    this.context = context;
    this.store = store;
    this.waiters = waiters;
  }

  /** Up to max claims; empty when the time is over or the queue was closed. */
  List<Claim> pop(int max, Duration timeout) throws InterruptedException {
    List<Claim> claims = claim(max);
    if (!claims.isEmpty() || timeout.isZero()) {
      return claims;
    }
    return waiters
        .until(
            timeout,
            hint -> store.onReady(queue, hint),
            () -> Optional.of(claim(max)).filter(some -> !some.isEmpty()))
        .orElse(List.of());
  }

  private List<Claim> claim(int max) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before queue " + queue + " was looked at");
    }
    TurnRequest request = new TurnRequest(List.of(), List.of(queue), max, Defaults.POP_LEASE, node);
    CompletableFuture<Turn> answer = Calls.of(() -> store.turn(request));
    try {
      if (!context.await(answer, Defaults.CALL_TIMEOUT)) {
        // From here on the answer is not ours, even if it comes this very moment.
        Calls.whenDone(answer, () -> handBack(answer));
        throw new OutcomeUnknownException("pop: no answer in time", List.of(), null);
      }
    } catch (InterruptedException e) {
      Calls.whenDone(answer, () -> handBack(answer));
      throw e;
    }
    return fitLeases(Calls.await(answer, Duration.ZERO, "pop", List.of()).claims());
  }

  /** Nobody will hold the claims of an answer that comes after its caller has left. */
  private void handBack(CompletableFuture<Turn> answer) {
    if (answer.isCompletedExceptionally() || answer.join().claims().isEmpty()) {
      return;
    }
    List<Settle> back = new ArrayList<>();
    answer.join().claims().forEach(claim -> back.add(0, Settle.handBack(claim)));
    TurnRequest request = new TurnRequest(back, List.of(), 0, Defaults.POP_LEASE, node);
    context.execute(() -> Calls.whenDone(Calls.of(() -> store.turn(request)), () -> {}));
  }

  /**
   * A popped job's lease is its timeout. The claim is made with the usual one, so only jobs with
   * another timeout cost a call more, one for each timeout. If that fails, or takes too long, the
   * claims tell the lease they have.
   */
  private List<Claim> fitLeases(List<Claim> claims) {
    Map<Duration, List<Claim>> odd = new LinkedHashMap<>();
    for (Claim claim : claims) {
      if (!leaseOf(claim).equals(Defaults.POP_LEASE)) {
        odd.computeIfAbsent(leaseOf(claim), lease -> new ArrayList<>()).add(claim);
      }
    }
    if (odd.isEmpty()) {
      return claims;
    }
    Map<JobId, Claim> fitted = new HashMap<>();
    Map<Duration, CompletableFuture<List<Extended>>> answers = new LinkedHashMap<>();
    odd.forEach((lease, some) -> answers.put(lease, Calls.of(() -> store.extend(some, lease))));
    long end = context.time().nanoTime() + Defaults.CALL_TIMEOUT.toNanos();
    answers.forEach(
        (lease, answer) -> {
          List<Claim> some = odd.getOrDefault(lease, List.of());
          Duration left = Duration.ofNanos(Math.max(0, end - context.time().nanoTime()));
          try {
            List<Extended> results = Calls.await(context, answer, left, "extend", List.of());
            for (int i = 0; i < some.size(); i++) {
              if (results.get(i) == Extended.EXTENDED) {
                Claim claim = some.get(i);
                fitted.put(
                    claim.job().id(),
                    claim.until(claim.leaseUntil().plus(lease.minus(Defaults.POP_LEASE))));
              }
            }
          } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "popped jobs keep a lease of " + Defaults.POP_LEASE, e);
          }
        });
    return claims.stream().map(claim -> fitted.getOrDefault(claim.job().id(), claim)).toList();
  }

  private static Duration leaseOf(Claim claim) {
    Duration timeout = claim.job().timeout();
    return timeout.isZero() ? Defaults.POP_LEASE : timeout;
  }
}
