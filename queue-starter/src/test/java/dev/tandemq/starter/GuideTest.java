package dev.tandemq.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program of docs/guide.md compiles, runs, and prints what stands below it. */
class GuideTest {

  private static final Pattern PROGRAM =
      Pattern.compile("(?ms)^```java\\n(.*?)^```\\n\\s*^```text\\n(.*?)^```$");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?m)^```java$");
  private static final Pattern CLASS_NAME = Pattern.compile("(?m)^public class (\\w+)");

  /** A program and what it shall print. */
  record Program(String name, String source, String output) {}

  @TempDir private Path folder;

  static Stream<Named<Program>> programs() throws IOException {
    String guide = Files.readString(ReadmeTest.root().resolve("docs/guide.md"), UTF_8);
    List<Named<Program>> programs = new ArrayList<>();
    Matcher matcher = PROGRAM.matcher(guide);
    while (matcher.find()) {
      Matcher name = CLASS_NAME.matcher(matcher.group(1));
      assertThat(name.find()).as("each program is a public class").isTrue();
      programs.add(
          Named.of(name.group(1), new Program(name.group(1), matcher.group(1), matcher.group(2))));
    }
    assertThat(programs)
        .as("programs with their output below them")
        .hasSize((int) JAVA_BLOCK.matcher(guide).results().count());
    return programs.stream();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programPrintsWhatTheGuideSays(Program program) throws Exception {
    compile(program);

    assertThat(run(program.name())).isEqualTo(program.output());
  }

  private void compile(Program program) throws IOException {
    Path file = Files.writeString(folder.resolve(program.name() + ".java"), program.source());
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
    assertThat(result).as("exit code of the compiler").isZero();
  }

  private String run(String name) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
