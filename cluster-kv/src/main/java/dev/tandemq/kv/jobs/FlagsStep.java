package dev.tandemq.kv.jobs;

import java.util.function.UnaryOperator;

/** Sets the flags of a queue. */
final class FlagsStep extends Step<QueueFlags> {

  private final UnaryOperator<QueueFlags> change;

  FlagsStep(UnaryOperator<QueueFlags> change) {
    this.change = change;
  }

  @Override
  protected QueueFlags decide(Draft draft) {
    QueueFlags flags = change.apply(draft.flags());
    if (flags.equals(draft.flags())) {
      draft.flagsAreFresh();
    } else {
      draft.flags(flags);
    }
    return flags;
  }
}
