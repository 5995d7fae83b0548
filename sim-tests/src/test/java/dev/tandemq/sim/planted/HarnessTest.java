package dev.tandemq.sim.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a bug gets into a world of its own. */
final class HarnessTest {

  private static final String FILE = "queue-sim/src/main/java/dev/tandemq/sim/SimSettings.java";

  private static final Edit SEVEN =
      new Edit(FILE, "new\n SimSettings(4,   200,", "new SimSettings(7, 200,");

  @Test
  void changeIsInTheWorldOfThePlantAndNowhereElse() throws Exception {
    try (PlantedWorld planted = new PlantedWorld(Compiler.compile(List.of(SEVEN)));
        PlantedWorld shipped = new PlantedWorld(Map.of())) {
      assertThat(planted.call(Hunt.class, "nodes")).isEqualTo(7);
      assertThat(shipped.call(Hunt.class, "nodes")).isEqualTo(4);
      assertThat(Hunt.nodes()).isEqualTo(4);
    }
  }

  @Test
  void worldSharesNoClassOfOursWithTheTest() throws Exception {
    try (PlantedWorld world = new PlantedWorld(Map.of())) {
      assertThat(world.loadClass(Hunt.class.getName())).isNotSameAs(Hunt.class);
    }
  }

  @Test
  void twoChangesOfOneFileAreBothMade() throws Exception {
    Edit eight = new Edit(FILE, "new SimSettings(7, 200,", "new SimSettings(8, 200,");

    try (PlantedWorld world = new PlantedWorld(Compiler.compile(List.of(SEVEN, eight)))) {
      assertThat(world.call(Hunt.class, "nodes")).isEqualTo(8);
    }
  }

  @Test
  void snippetThatTheCodeHasNoMoreIsRefused() {
    Edit gone = new Edit(FILE, "new SimSettings(5, 200,", "");

    assertThatThrownBy(() -> Compiler.compile(List.of(gone)))
        .hasMessageContaining("the plant must follow the code")
        .hasMessageContaining("there are 0 of");
  }

  @Test
  void snippetThatIsThereTwiceIsRefused() {
    Edit twice = new Edit(FILE, "@param", "");

    assertThatThrownBy(() -> Compiler.compile(List.of(twice)))
        .hasMessageContaining("there are 3 of");
  }

  @Test
  void sourceThatDoesNotCompileIsShown() {
    Edit broken = new Edit(FILE, "new SimSettings(4, 200,", "new Unknown(4, 200,");

    assertThatThrownBy(() -> Compiler.compile(List.of(broken)))
        .hasMessageContaining("does not compile")
        .hasMessageContaining("Unknown");
  }
}
