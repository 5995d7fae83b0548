package dev.tandemq.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A test that does not hold is repaired or removed. What a driver cannot do is skipped by an
 * assumption.
 */
@Tag("once")
final class SwitchedOffTestsTest {
  private static final Pattern SWITCHED_OFF =
      Pattern.compile(
          "^\\s*@(org\\.junit\\.jupiter\\.api\\.)?(Disabled|Ignore|ArchIgnore)\\b",
          Pattern.MULTILINE);

  @Test
  void noTestIsSwitchedOff() {
    List<Path> sources = javaFilesOfAllModules();

    assertThat(sources).as("source files found").hasSizeGreaterThan(10);
    assertThat(sources).filteredOn(SwitchedOffTestsTest::holdsASwitchedOffTest).isEmpty();
  }

  /** Sources, because the test classes of other modules are not on this class path. */
  private static List<Path> javaFilesOfAllModules() {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SwitchedOffTestsTest::javaFilesBelow)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFilesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsASwitchedOffTest(Path file) {
    try {
      return SWITCHED_OFF.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
