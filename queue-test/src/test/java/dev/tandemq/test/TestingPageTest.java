package dev.tandemq.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on testing shows code that is compiled and run: that of the example. */
final class TestingPageTest {

  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

  @Test
  void everyBlockOfThePageStandsInTheExample() throws IOException {
    Path root = root();
    String example =
        withoutIndentation(
            Files.readString(
                root.resolve("queue-test/src/test/java/dev/tandemq/test/ExampleTest.java"), UTF_8));
    String page = Files.readString(root.resolve("docs/testing.md"), UTF_8);
    List<String> blocks =
        JAVA.matcher(page)
            .results()
            .map(block -> block.group(1))
            // A whole program is compiled and run by the tests of all documents.
            .filter(block -> !block.startsWith("import "))
            .map(TestingPageTest::withoutIndentation)
            .toList();

    assertThat(blocks)
        .hasSizeGreaterThan(5)
        .allSatisfy(block -> assertThat(example).contains(block));
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  private static Path root() {
    for (Path candidate = Path.of("").toAbsolutePath();
        candidate != null;
        candidate = candidate.getParent()) {
      if (Files.exists(candidate.resolve("docs/testing.md"))) {
        return candidate;
      }
    }
    throw new AssertionError("no folder above holds docs/testing.md");
  }
}
