package dev.tandemq.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import dev.tandemq.test.TestQueues;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every word that docs/coming-from.md gives for ours is one that a program can use. */
final class ComingFromTest {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern MEMBER = Pattern.compile("[A-Z]\\w+\\.[.\\w]+");
  private static final String OURS = "Tandem";

  /** Our public classes by their name without the package, nested ones as {@code Job.Builder}. */
  private static final Map<String, Class<?>> CLASSES = new HashMap<>();

  @BeforeAll
  static void findClasses() throws Exception {
    for (Class<?> one : List.of(Queue.class, Queues.class, TestQueues.class)) {
      findClasses(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
  }

  @Test
  void everyClassAndMemberInOurColumnExists() throws Exception {
    List<String> unknown =
        Stream.concat(
                wordsOfOurs().stream().filter(word -> Character.isUpperCase(word.charAt(0))),
                words(1).stream().filter(word -> MEMBER.matcher(word).matches()))
            .filter(word -> !isKnown(word))
            .toList();

    assertThat(unknown).isEmpty();
  }

  @Test
  void everyOptionInOurColumnIsOneOfTheCommand() throws Exception {
    Map<String, String> helps = new TreeMap<>();
    for (String word : wordsOfOurs()) {
      List<String> typed = List.of(word.split(" "));
      if (typed.get(0).equals("tandem")) {
        String help = helps.computeIfAbsent(typed.get(1), ComingFromTest::helpOf);
        typed.stream()
            .filter(argument -> argument.startsWith("-"))
            .forEach(option -> assertThat(help).containsPattern("(?m)[ ,]" + option + "[ ,=]"));
      } else if (word.startsWith("$")) {
        assertThat(helps.computeIfAbsent("run", ComingFromTest::helpOf))
            .contains(word.substring(1));
      }
    }

    assertThat(helps).isNotEmpty();
  }

  @Test
  void nothingElseIsInOurColumn() throws Exception {
    assertThat(wordsOfOurs())
        .hasSizeGreaterThan(100)
        .allMatch(
            word ->
                Character.isUpperCase(word.charAt(0))
                    || word.startsWith("tandem ")
                    || word.startsWith("$")
                    || List.of("memory:", "{}").contains(word));
  }

  // ---- the document

  private static List<String> wordsOfOurs() throws IOException {
    return words(0);
  }

  /** What stands in backticks so many columns to the right of a head named after us. */
  private static List<String> words(int right) throws IOException {
    List<String> words = new ArrayList<>();
    List<String> head = List.of();
    for (String line : Files.readAllLines(Path.of("../docs/coming-from.md"))) {
      if (!line.startsWith("|")) {
        head = List.of();
        continue;
      }
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (head.isEmpty()) {
        head = cells;
      } else if (head.contains(OURS)) {
        CODE.matcher(cells.get(head.indexOf(OURS) + right))
            .results()
            .map(found -> found.group(1))
            .forEach(words::add);
      }
    }
    return words;
  }

  // ---- our classes

  private static boolean isKnown(String word) {
    if (CLASSES.containsKey(word)) {
      return true;
    }
    int dot = word.lastIndexOf('.');
    return dot > 0
        && Optional.ofNullable(CLASSES.get(word.substring(0, dot)))
            .filter(owner -> hasMember(owner, word.substring(dot + 1)))
            .isPresent();
  }

  private static boolean hasMember(Class<?> owner, String name) {
    return Stream.concat(
            Arrays.stream(owner.getMethods()).map(Method::getName),
            Arrays.stream(owner.getFields()).map(field -> field.getName()))
        .anyMatch(name::equals);
  }

  private static void findClasses(URI location) throws IOException, URISyntaxException {
    Path place = Path.of(location);
    if (Files.isDirectory(place)) {
      findClasses(place);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        findClasses(jar.getPath("/"));
      }
    }
  }

  private static void findClasses(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .map(ComingFromTest::load)
          .filter(found -> Modifier.isPublic(found.getModifiers()))
          .forEach(
              found ->
                  CLASSES.put(
                      found
                          .getName()
                          .substring(found.getPackageName().length() + 1)
                          .replace('$', '.'),
                      found));
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ComingFromTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- the command

  private static String helpOf(String verb) {
    try {
      Process tandem =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.tandemq.cli.Main",
                  verb,
                  "--help")
              .redirectErrorStream(true)
              .start();
      String help = new String(tandem.getInputStream().readAllBytes(), UTF_8);
      assertThat(tandem.waitFor()).as("tandem %s --help: %s", verb, help).isZero();
      return help;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
