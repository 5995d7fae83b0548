package dev.tandemq.kv.jobs;

import dev.tandemq.kv.port.Op;
import java.time.Duration;
import java.util.Optional;

/** Claims one ready job; empty when somebody else has it, or the queue is paused. */
final class TakeStep extends Step<Optional<Line>> {

  private final Place place;
  private final Duration lease;
  private final String node;

  TakeStep(Place place, Duration lease, String node) {
    this.place = place;
    this.lease = lease;
    this.node = node;
  }

  @Override
  protected Optional<Line> decide(Draft draft) {
    String key = draft.layout().entry(draft.queue(), place);
    draft.claimKeys(key);
    if (draft.flags().paused()) {
      draft.flagsAreFresh();
      return Optional.empty();
    }
    if (draft.isFull() || (draft.isCareful() && draft.fact(key) == null)) {
      return Optional.empty();
    }
    long wall = Moves.millis(draft.wall());
    Line line =
        new Line(
            place.id(),
            Math.max(place.token() + 1, draft.time().high() / 1000),
            place,
            node,
            Moves.later(draft.time().high(), lease),
            wall,
            Moves.millis(draft.wall().plus(lease)),
            false);
    draft.dueAt(line.until());
    draft.add(new Op.Delete(key));
    draft.page().put(line);
    draft.page().add(Count.READY, -1);
    return Optional.of(line);
  }
}
