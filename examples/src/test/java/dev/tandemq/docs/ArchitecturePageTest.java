package dev.tandemq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The picture of the modules in docs/architecture.md is that of the poms. */
@Tag("once")
final class ArchitecturePageTest {

  private static final Document PAGE = Checkout.document("docs/architecture.md");
  private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) (-->|-\\.->) (\\S+)$");

  @Test
  void arrowsOfTheGraphAreTheDependenciesOfThePoms() {
    Set<String> drawn =
        ARROW
            .matcher(graph())
            .results()
            .map(arrow -> arrow.group(1) + " " + arrow.group(2) + " " + arrow.group(3))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(drawn).isEqualTo(dependencies());
  }

  @Test
  void everyModuleHasARowAndTheRowsAreModules() {
    Set<String> rows =
        PAGE.table("module").stream()
            .map(row -> row.get(0).replace("`", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows).isEqualTo(new TreeSet<>(Reactor.modules().keySet()));
  }

  private static String graph() {
    return PAGE.blocks("mermaid").stream()
        .map(Block::text)
        .filter(text -> text.startsWith("flowchart") && text.contains("queue-api"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no graph of the modules"));
  }

  /** Arrows to modules of the build: needed to compile, or, dotted, only to run. */
  private static Set<String> dependencies() {
    Map<String, Element> modules = Reactor.modules();
    Map<String, String> folders =
        modules.entrySet().stream()
            .collect(Collectors.toMap(e -> Reactor.artifact(e.getValue()), Map.Entry::getKey));
    Set<String> arrows = new TreeSet<>();
    modules.forEach(
        (folder, pom) -> {
          for (Reactor.Dependency dependency : Reactor.dependencies(pom)) {
            String target = folders.get(dependency.artifact());
            if (dependency.group().equals("dev.tandemq") && target != null) {
              switch (dependency.scope()) {
                case "" -> arrows.add(folder + " --> " + target);
                case "runtime" -> arrows.add(folder + " -.-> " + target);
                default -> {
                  // Tests may look at anything.
                }
              }
            }
          }
        });
    return arrows;
  }
}
