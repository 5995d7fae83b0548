package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;

/** Takes note of one delayed job that is due: it joins the line. Answers whether it did. */
final class PromoteStep extends Step<Boolean> {

  private final Place place;
  private final long term;

  PromoteStep(Place place, long term) {
    this.place = place;
    this.term = term;
  }

  @Override
  protected Boolean decide(Draft draft) {
    String key = draft.layout().entry(draft.queue(), place);
    JobId id = place.id();
    draft.claimKeys(key, draft.layout().job(id));
    if (place.order() > draft.time().low()
        || !Terms.allows(draft, term)
        || (draft.isCareful() && draft.fact(key) == null)
        || !(draft.stored(id) instanceof Stored.Live live)
        || !live.place().equals(place)) {
      return false;
    }
    Terms.guard(draft, term);
    draft.add(new Op.Delete(key));
    draft.page().add(Count.DELAYED, -1);
    Place ready = draft.ready(live.priority(), id, live.token());
    Moves.write(draft, id, live.at(ready, place.order(), live.availableAt()));
    draft.page().add(Count.READY, 1);
    return true;
  }
}
