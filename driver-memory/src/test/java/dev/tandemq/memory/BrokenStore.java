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
 * @param wrap puts the fault around a good store on a manual clock
 */
record BrokenStore(
    String fault, Set<String> breaks, BiFunction<JobStore, ManualContext, JobStore> wrap) {

  static BrokenStore of(String fault, Set<String> breaks, UnaryOperator<JobStore> wrap) {
    return new BrokenStore(fault, breaks, (store, context) -> wrap.apply(store));
  }

  @Override
  public String toString() {
    return fault;
  }
}
