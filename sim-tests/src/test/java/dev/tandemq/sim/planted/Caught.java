package dev.tandemq.sim.planted;

import java.util.Arrays;
import java.util.List;

/**
 * What came of the hunt for one plant.
 *
 * @param seed the seed that broke an expected check; 0 when none did
 * @param broken the checks that it broke
 * @param story what the seed said of it, or the first that was red for another reason
 * @param others how many seeds before were red for another reason
 */
record Caught(long seed, List<String> broken, String story, int others) {

  /** Runs the plant's seeds in a world of its own, until one is red as it should be. */
  static Caught hunt(Plant plant) throws Exception {
    try (PlantedWorld world = new PlantedWorld(Compiler.compile(plant.edits()))) {
      String[] told =
          (String[])
              world.call(
                  Hunt.class, "untilCaught", String.join(",", plant.checks()), plant.seeds());
      return new Caught(
          Long.parseLong(told[0]),
          Arrays.stream(told[1].split(",")).filter(check -> !check.isEmpty()).toList(),
          told[2],
          Integer.parseInt(told[3]));
    }
  }
}
