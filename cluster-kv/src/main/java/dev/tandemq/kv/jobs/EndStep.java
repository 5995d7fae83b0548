package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;
import dev.tandemq.store.CancelResult;

/**
 * Removes one job by somebody else's word than its holder's, or asks for its end.
 *
 * <p>The answer: {@code REMOVED} when it is gone, {@code REQUESTED} when its holder is told, {@code
 * NONE} when nothing was changed.
 */
final class EndStep extends Step<CancelResult> {

  /** What is asked. */
  enum Wish {
    /** Whatever its state. */
    REMOVE(true, true, true),
    /** While it waits at once; when it is claimed its holder is told. */
    CANCEL(true, false, false),
    /** Unless it has failed. */
    CLEAR(true, false, true),
    /** Only when it has failed. */
    FORGET(false, true, false);

    private final boolean takesWaiting;
    private final boolean takesFailed;
    private final boolean takesClaims;

    Wish(boolean takesWaiting, boolean takesFailed, boolean takesClaims) {
      this.takesWaiting = takesWaiting;
      this.takesFailed = takesFailed;
      this.takesClaims = takesClaims;
    }

    boolean takes(Place.Kind kind) {
      return kind == Place.Kind.FAILED ? takesFailed : takesWaiting;
    }
  }

  private final JobId id;
  private final Wish wish;
  private final long term;

  EndStep(JobId id, Wish wish) {
    this(id, wish, 0);
  }

  EndStep(JobId id, Wish wish, long term) {
    this.id = id;
    this.wish = wish;
    this.term = term;
  }

  @Override
  protected CancelResult decide(Draft draft) {
    draft.claimKeys(draft.layout().job(id));
    if (!Terms.allows(draft, term)
        || !(draft.stored(id) instanceof Stored.Live live)
        || !live.queue().equals(draft.queue())) {
      return CancelResult.NONE;
    }
    String entry = draft.layout().entry(live.queue(), live.place());
    Moves.claimKeys(draft, id, live);
    draft.claimKeys(entry);
    if (draft.fact(entry) != null) {
      if (!wish.takes(live.place().kind())) {
        return CancelResult.NONE;
      }
      Terms.guard(draft, term);
      draft.add(new Op.Delete(entry));
      draft.page().add(countOf(live.place().kind()), -1);
      Moves.end(draft, id, live, Count.REMOVED, live.settled());
      return CancelResult.REMOVED;
    }
    Draft.Held held = draft.held(id);
    if (held == null || held.line().token() <= live.token()) {
      // It moved between two looks.
      throw draft.stale();
    }
    if (wish == Wish.CANCEL) {
      if (!held.line().isCancelled()) {
        draft.rewrite(held, held.line().cancelled());
      }
      return CancelResult.REQUESTED;
    }
    if (!wish.takesClaims) {
      return CancelResult.NONE;
    }
    draft.release(held);
    Moves.end(draft, id, live, Count.REMOVED, live.settled());
    return CancelResult.REMOVED;
  }

  private static Count countOf(Place.Kind kind) {
    return switch (kind) {
      case READY -> Count.READY;
      case DELAYED -> Count.DELAYED;
      case FAILED -> Count.FAILED;
    };
  }
}
