package dev.tandemq.starter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hello world, taken from the README, compiled and run in a process of its own. */
class ReadmeTest {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  /** One class of each JAR that hello world needs at run time. */
  private static final List<String> WITNESSES =
      List.of(
          "dev.tandemq.queue.Queue",
          "dev.tandemq.engine.Queues",
          "dev.tandemq.memory.MemoryDriver",
          "com.google.inject.Guice",
          "jakarta.inject.Inject",
          "org.aopalliance.intercept.MethodInterceptor",
          "com.google.common.collect.ImmutableList",
          "com.google.common.util.concurrent.internal.InternalFutureFailureAccess",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.datatype.jdk8.Jdk8Module",
          "com.fasterxml.jackson.datatype.jsr310.JavaTimeModule");

  @TempDir private Path folder;

  @Test
  void helloWorldRunsOnTheClassPath() throws Exception {
    compileHello();

    String output = run("-cp", jars() + File.pathSeparator + folder, "Hello");

    assertThat(output.lines()).containsExactly("Hello, Ada!", "Hello, Grace!");
  }

  @Test
  void helloWorldRunsOnTheModulePath() throws Exception {
    compileHello();

    String output =
        run(
            "-p",
            jars(),
            "--add-modules",
            "dev.tandemq.engine,dev.tandemq.memory",
            "-cp",
            folder.toString(),
            "Hello");

    assertThat(output.lines()).containsExactly("Hello, Ada!", "Hello, Grace!");
  }

  @Test
  void theSecondExampleRunsAndShowsWhatFailed() throws Exception {
    compile("Mails", javaBlocks().get(1));

    String output = run("-cp", jars() + File.pathSeparator + folder, "Mails");

    assertThat(output.lines())
        .contains("sent urgent, attempt 1", "sent slow, attempt 1", "sent tomorrow, attempt 1")
        .anyMatch(line -> line.startsWith("failed: ") && line.contains("address does not exist"));
  }

  @Test
  void bothReadmesHoldTheSameBlocks() throws IOException {
    assertThat(blocks("README.zh-CN.md")).isEqualTo(blocks("README.md")).isNotEmpty();
  }

  private void compileHello() throws Exception {
    String source = javaBlocks().get(0);
    assertThat(source.lines().filter(line -> !line.isBlank() && !line.startsWith("import")).count())
        .as("lines of hello world")
        .isLessThan(15);
    compile("Hello", source);
  }

  private void compile(String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), "-cp", jars(), file.toString());
    assertThat(result).as("exit code of the compiler").isZero();
  }

  private static List<String> javaBlocks() throws IOException {
    return blocks("README.md").stream()
        .filter(block -> block.startsWith("java\n"))
        .map(block -> block.substring("java\n".length()))
        .toList();
  }

  private static String jars() throws URISyntaxException, ClassNotFoundException {
    List<String> paths = new ArrayList<>();
    for (String witness : WITNESSES) {
      var source = Class.forName(witness).getProtectionDomain().getCodeSource();
      paths.add(Path.of(source.getLocation().toURI()).toString());
    }
    return String.join(File.pathSeparator, paths);
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of(arguments))
            .collect(Collectors.toList());
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("hello world ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readString(errors)).as("what Java itself warns of").doesNotContain("Unsafe");
    return Files.readString(output);
  }

  /** The fenced blocks, each with its language in the first line. */
  private static List<String> blocks(String file) throws IOException {
    String text = Files.readString(root().resolve(file), UTF_8);
    return BLOCK
        .matcher(text)
        .results()
        .map((MatchResult block) -> block.group(1) + "\n" + block.group(2))
        .toList();
  }

  static Path root() {
    for (Path candidate = Path.of("").toAbsolutePath();
        candidate != null;
        candidate = candidate.getParent()) {
      if (Files.exists(candidate.resolve("README.zh-CN.md"))) {
        return candidate;
      }
    }
    throw new AssertionError("no folder above holds the README");
  }
}
