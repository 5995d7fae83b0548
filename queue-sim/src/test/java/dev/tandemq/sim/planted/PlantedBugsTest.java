package dev.tandemq.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bugs from the field are planted, one at a time; each must be found. */
final class PlantedBugsTest {

  static List<Plant> plants() {
    return Plants.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plants")
  void compiles(Plant plant) {
    assertThat(Compiler.compile(plant.edits())).isNotEmpty();
  }
}
