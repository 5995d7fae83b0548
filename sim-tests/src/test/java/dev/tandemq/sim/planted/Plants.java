package dev.tandemq.sim.planted;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All bugs that are planted into the simulated world. */
final class Plants {

  private Plants() {}

  static List<Plant> all() {
    return Stream.of(StorePlants.all(), WorkerPlants.all(), ClusterPlants.all())
        .flatMap(List::stream)
        .toList();
  }

  /** All checks that catch one. */
  static Set<String> checks() {
    return all().stream().flatMap(plant -> plant.checks().stream()).collect(Collectors.toSet());
  }
}
