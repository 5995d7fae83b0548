package dev.tandemq.memory;

import java.util.List;
import java.util.stream.Stream;

/** All stores with a fault. */
final class BrokenStores {

  private static final List<BrokenStore> ALL =
      Stream.of(
              BrokenPuts.all(),
              BrokenBounds.all(),
              BrokenClaims.all(),
              BrokenSettles.all(),
              BrokenCancels.all(),
              BrokenForgets.all(),
              BrokenTerms.all(),
              BrokenMemories.all(),
              BrokenChores.all())
          .flatMap(List::stream)
          .toList();

  private BrokenStores() {}

  static List<BrokenStore> all() {
    return ALL;
  }

  static BrokenStore byFault(String fault) {
    return all().stream()
        .filter(store -> store.fault().equals(fault))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no broken store " + fault));
  }
}
