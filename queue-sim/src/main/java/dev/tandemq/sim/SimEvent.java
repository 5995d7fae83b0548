package dev.tandemq.sim;

import dev.tandemq.context.Cancellable;
import org.jspecify.annotations.Nullable;

/** A step that waits for its moment in a world. */
final class SimEvent implements Cancellable {

  final SimContext owner;

  /** Null once it has run or was called off. */
  @Nullable Runnable step;

  SimEvent(SimContext owner, Runnable step) {
    this.owner = owner;
    this.step = step;
  }

  @Override
  public void cancel() {
    if (step != null) {
      step = null;
      owner.calledOff();
    }
  }
}
