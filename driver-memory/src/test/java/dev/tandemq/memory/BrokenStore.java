package dev.tandemq.memory;

import dev.tandemq.store.JobStore;
import dev.tandemq.tck.time.ManualContext;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A store with one fault, and the rules that the fault breaks: those and no others must fail.
 *
 * @param fault what is wrong, as a sentence
 * @param breaks the rules whose tests must fail
 * @param remembers whether the good store remembers what is over
 * @param wrap puts the fault around a good store on a manual clock
 */
record BrokenStore(
    String fault,
    Set<String> breaks,
    boolean remembers,
    BiFunction<JobStore, ManualContext, JobStore> wrap) {

  /** A fault of a store that remembers nothing of what is over. */
  BrokenStore(
      String fault, Set<String> breaks, BiFunction<JobStore, ManualContext, JobStore> wrap) {
    this(fault, breaks, false, wrap);
  }

  static BrokenStore of(String fault, Set<String> breaks, UnaryOperator<JobStore> wrap) {
    return new BrokenStore(fault, breaks, (store, context) -> wrap.apply(store));
  }

  static BrokenStore remembering(String fault, Set<String> breaks, UnaryOperator<JobStore> wrap) {
    return new BrokenStore(fault, breaks, true, (store, context) -> wrap.apply(store));
  }

  @Override
  public String toString() {
    return fault;
  }
}
