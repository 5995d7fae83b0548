package dev.tandemq.kv.jobs;

import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import java.time.Duration;

/** Lets the lease of one claim run anew. */
final class ExtendStep extends Step<Extended> {

  private final Claim claim;
  private final Duration lease;

  ExtendStep(Claim claim, Duration lease) {
    this.claim = claim;
    this.lease = lease;
  }

  @Override
  protected Extended decide(Draft draft) {
    Draft.Held held = draft.held(claim.job().id());
    if (held == null || held.line().token() != claim.token()) {
      return Extended.LOST;
    }
    long until = Moves.later(draft.time().high(), lease);
    draft.dueAt(until);
    draft.rewrite(held, held.line().extended(until, Moves.millis(draft.wall().plus(lease))));
    return held.line().isCancelled() ? Extended.CANCEL : Extended.EXTENDED;
  }
}
