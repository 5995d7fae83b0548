package dev.tandemq.sim.planted;

import java.util.List;

/** Bugs that are caught by the contract kit, because they need a shape that no shipped code has. */
final class KitCatches {

  private static final String TESTS = "driver-memory/src/test/java/dev/tandemq/memory/";

  private KitCatches() {}

  static List<KitCatch> all() {
    return List.of(
        new KitCatch(
            "push batch half applied on error",
            "A batch that does not fit is stored as far as there is room.",
            TESTS + "BrokenPuts.java",
            "puts the jobs of a batch one by one",
            "P6"));
  }
}
