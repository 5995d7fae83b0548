package dev.tandemq.kv.jobs;

import dev.tandemq.job.Failure;
import dev.tandemq.job.JobId;
import java.time.Duration;

/** Takes back one job whose lease ran out. Answers whether it did. */
final class RescueStep extends Step<Boolean> {

  private static final Failure NOTHING = new Failure("");

  private final JobId id;
  private final long token;
  private final long term;

  RescueStep(Line line, long term) {
    this.id = line.id();
    this.token = line.token();
    this.term = term;
  }

  @Override
  protected Boolean decide(Draft draft) {
    draft.claimKeys(draft.layout().job(id));
    if (!Terms.allows(draft, term)) {
      return false;
    }
    Draft.Held held = draft.held(id);
    if (held == null
        || held.line().token() != token
        || held.line().until() > draft.time().low()
        || !(draft.stored(id) instanceof Stored.Live live)) {
      return false;
    }
    Moves.claimKeys(draft, id, live);
    Terms.guard(draft, term);
    draft.release(held);
    Stored.Live spent =
        Moves.spent(draft, live.settledAs(token, null), held.line(), "rescue", NOTHING);
    draft.page().add(Count.RESCUED, 1);
    if (spent.attempts() >= spent.maxAttempts()) {
      Moves.fail(draft, id, spent);
    } else if (held.line().isCancelled()) {
      Moves.end(draft, id, spent, Count.REMOVED, null);
    } else {
      Moves.countRetry(draft, spent);
      Moves.backInLine(draft, id, spent, Duration.ZERO);
    }
    return true;
  }
}
