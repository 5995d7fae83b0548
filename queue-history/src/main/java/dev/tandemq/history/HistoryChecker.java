package dev.tandemq.history;

import java.util.List;
import java.util.function.Consumer;

/** Judges a history, event by event: a pure function of what it was fed. Confined to one thread. */
public final class HistoryChecker implements Consumer<HistoryEvent> {

  private long violations;

  /** A checker that has seen nothing. */
  public HistoryChecker() {}

  @Override
  public void accept(HistoryEvent event) {}

  /** Violations found so far: cheap enough to be asked after every event. */
  public long violations() {
    return violations;
  }

  /** One verdict for each invariant; what can be known only at the end is looked at now. */
  public List<Verdict> verdicts() {
    return List.of();
  }
}
