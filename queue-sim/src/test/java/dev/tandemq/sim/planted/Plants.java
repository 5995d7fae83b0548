package dev.tandemq.sim.planted;

import java.util.List;
import java.util.stream.Stream;

/** All bugs that are planted into the simulated world. */
final class Plants {

  private Plants() {}

  static List<Plant> all() {
    return Stream.of(StorePlants.all(), WorkerPlants.all()).flatMap(List::stream).toList();
  }
}
