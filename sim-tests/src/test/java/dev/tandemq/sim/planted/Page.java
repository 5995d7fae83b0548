package dev.tandemq.sim.planted;

import java.util.List;
import java.util.TreeSet;

/** The page that tells of the planted bugs: written by the tests, so that it cannot say more. */
final class Page {

  static final String PATH = "docs/planted-bugs.md";

  private static final String HEAD =
      """
      # Planted bugs

      A test that never caught a bug proves nothing. Each of these bugs was seen in the field, in queues that people
      trust. The tests plant them one at a time, as a change to the shipped source that is compiled in memory and runs
      in a world of its own, and each must be caught; main code has no switch for any of them. This page is written
      by `PlantedBugsTest` in `sim-tests` and compared with what it finds; which seed was the first to be red is told
      in `sim-tests/target/planted-bugs.txt` by each run.

      ## By the simulation

      `caught by`: the invariants of [the contract](contract.md#invariants-over-a-whole-run) of which one is seen broken.
      `seeds`: by the first so many seeds at the latest, in worlds of four nodes, 200 jobs and ten minutes.

      | bug | what it does | caught by | seeds |
      | --- | --- | --- | ---: |
      """;

  private static final String KIT =
      """

      ## By the contract kit

      Stores and clusters that are broken on purpose; of each the kit must find just the rules that it breaks.

      | bug | what it does | caught by | where |
      | --- | --- | --- | --- |
      """;

  private Page() {}

  static String of(List<Plant> plants, List<KitCatch> kit) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Plant plant : plants) {
      text.append(
          row(
              plant.name(),
              plant.story(),
              String.join(", ", new TreeSet<>(plant.checks())),
              String.format("%d", plant.seeds())));
    }
    text.append(KIT);
    for (KitCatch caught : kit) {
      String name = caught.file().replaceFirst(".*/", "").replace(".java", "");
      text.append(row(caught.name(), caught.story(), caught.rule(), '`' + name + '`'));
    }
    return text.toString();
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
