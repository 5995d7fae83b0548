package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;

/** Settles one claim. */
final class SettleStep extends Step<SettleResult> {

  private final Settle settle;

  SettleStep(Settle settle) {
    this.settle = settle;
  }

  @Override
  protected SettleResult decide(Draft draft) {
    JobId id = settle.claim().job().id();
    long token = settle.claim().token();
    draft.claimKeys(draft.layout().job(id));
    Stored stored = draft.stored(id);
    if (stored == null) {
      return SettleResult.LOST;
    }
    Stored.Settled before = stored.settled();
    if (before != null && before.token() == token && before.arrow() == settle.arrow()) {
      return before.result();
    }
    if (!(stored instanceof Stored.Live live) || live.token() >= token) {
      return SettleResult.LOST;
    }
    Draft.Held held = draft.held(id);
    if (held == null || held.line().token() != token) {
      return SettleResult.LOST;
    }
    Moves.claimKeys(draft, id, live);
    draft.release(held);
    return Moves.settle(draft, settle, held.line(), live);
  }
}
