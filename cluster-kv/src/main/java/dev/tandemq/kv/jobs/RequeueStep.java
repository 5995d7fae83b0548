package dev.tandemq.kv.jobs;

import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Takes one failed job back into line. Answers whether it did. */
final class RequeueStep extends Step<Boolean> {

  private final JobId id;

  RequeueStep(JobId id) {
    this.id = id;
  }

  @Override
  protected Boolean decide(Draft draft) {
    draft.claimKeys(draft.layout().job(id));
    if (!(draft.stored(id) instanceof Stored.Live live)
        || !live.queue().equals(draft.queue())
        || live.place().kind() != Place.Kind.FAILED) {
      return false;
    }
    Moves.claimKeys(draft, id, live);
    String entry = draft.layout().entry(live.queue(), live.place());
    if (draft.fact(entry) == null) {
      throw draft.stale();
    }
    if (live.uniqueKey().isPresent()) {
      String unique = draft.layout().unique(live.queue(), live.uniqueKey().get());
      if (draft.fact(unique) != null) {
        return false;
      }
      draft.add(new Op.Create(unique, id.toString().getBytes(StandardCharsets.UTF_8)));
    }
    draft.add(new Op.Delete(entry));
    draft.page().add(Count.FAILED, -1);
    Moves.backInLine(draft, id, live.with(0, 0), Duration.ZERO);
    return true;
  }
}
