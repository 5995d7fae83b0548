package dev.tandemq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.event.QueueEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of docs/lifecycle.md is done to a real queue, and what is seen is what the row says. */
@Tag("once")
final class LifecyclePageTest {

  private static final Document PAGE = Checkout.document("docs/lifecycle.md");
  private static final Pattern RULE = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\|");
  private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) --> (\\S+)(?: : (.*))?$");

  /** A row of either table. */
  record Row(String name, String goesTo, String spent, String counted, String rules, String event) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.concat(PAGE.table("begins by").stream(), PAGE.table("goes on by").stream())
        .map(
            cells ->
                new Row(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    cells.get(5)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatARowSaysIsWhatTheStoreDoes(Row row) throws Exception {
    Scenes.Seen seen = Scenes.play(row.name());

    assertThat(seen.state()).as("goes to").isEqualTo(row.goesTo());
    assertThat(seen.counted()).as("counted").isEqualTo(counts(row.counted()));
    assertThat(seen.events()).as("events").isEqualTo(words(row.event()));
    switch (row.spent()) {
      case "yes", "no" -> assertThat(seen.spent()).as("attempt spent").isIn(row.spent(), "unseen");
      default -> assertThat(row.spent()).as("attempt spent").isEqualTo("-");
    }
  }

  @Test
  void everySceneHasARow() {
    assertThat(rows().map(Row::name)).containsExactlyInAnyOrderElementsOf(Scenes.names());
  }

  @Test
  void everyRowNamesRulesOfTheContract() {
    Set<String> rules =
        RULE.matcher(Checkout.read("docs/contract.md"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows().toList())
        .allSatisfy(row -> assertThat(rules).as(row.name()).containsAll(words(row.rules())));
  }

  @Test
  void everyEventHasARowInOneOfTheTables() {
    Set<String> told = new TreeSet<>();
    rows().forEach(row -> told.addAll(words(row.event())));
    PAGE.table("event").forEach(cells -> told.addAll(words(cells.get(0))));

    assertThat(told).isEqualTo(events(QueueEvent.class));
  }

  @Test
  void theArrowsOfThePictureAreThoseOfTheRows() throws Exception {
    Set<String> drawn =
        ARROW
            .matcher(PAGE.blocks("mermaid").get(0).text())
            .results()
            .map(arrow -> arrow.group(1) + " --> " + arrow.group(2))
            .map(arrow -> arrow.replace("[*]", "gone"))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> done = new TreeSet<>();
    for (String name : Scenes.names()) {
      Scenes.Seen seen = Scenes.play(name);
      if (!seen.state().equals("-")) {
        done.add(seen.from() + " --> " + seen.state());
      }
    }
    assertThat(drawn).isEqualTo(done);
  }

  /** The names of the events: the records below the interface. */
  private static Set<String> events(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      names.add(type.getSimpleName());
    } else {
      Arrays.stream(permitted).forEach(sub -> names.addAll(events(sub)));
    }
    return names;
  }

  private static Map<String, Long> counts(String cell) {
    Map<String, Long> counts = new TreeMap<>();
    for (String word : words(cell)) {
      String[] parts = word.split(" ", 2);
      counts.put(parts[1], Long.valueOf(parts[0].replace('−', '-').replace("+", "")));
    }
    return counts;
  }

  private static List<String> words(String cell) {
    List<String> words = new ArrayList<>();
    for (String word : cell.replace("`", "").split(",")) {
      if (!word.isBlank() && !word.strip().equals("-")) {
        words.add(word.strip());
      }
    }
    return words;
  }
}
