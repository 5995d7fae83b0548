package dev.tandemq.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.tck.rule.Rule;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The promises of docs/engine.md and the tests of this module belong together. */
final class EngineRulesTest {

  private static final Pattern RULE = Pattern.compile("(?m)^\\| ([A-Z]\\d+) \\|");

  @Test
  void everyPromiseHasATestAndEveryRuleOfATestIsWritten() throws Exception {
    assertThat(tested())
        .as("rules with a test in this module, and rules of docs/engine.md")
        .isEqualTo(written());
  }

  private static Set<String> written() throws IOException {
    return RULE.matcher(Files.readString(document(), UTF_8))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path document() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path document = directory.resolve("docs/engine.md");
      if (Files.exists(document)) {
        return document;
      }
      directory = directory.getParent();
    }
    throw new AssertionError("docs/engine.md is in no directory above this one");
  }

  private static Set<String> tested()
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path classes =
        Path.of(EngineRulesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names;
    try (Stream<Path> files = Files.walk(classes)) {
      names =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith("Test.class"))
              .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
              .toList();
    }
    Set<String> rules = new TreeSet<>();
    for (String name : names) {
      for (Method method : Class.forName(name).getDeclaredMethods()) {
        if (method.isAnnotationPresent(Rule.class)) {
          rules.addAll(List.of(method.getAnnotation(Rule.class).value()));
        }
      }
    }
    return rules;
  }
}
