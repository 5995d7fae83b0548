package dev.tandemq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/**
 * Every block of every document is run, compiled or compared by some test; links lead somewhere.
 * Blocks of {@code sh}, and what stands right below them, belong to {@code scripts/docs-work}.
 */
@Tag("once")
final class DocumentsTest {

  private static final Set<String> LANGUAGES = Set.of("java", "sh", "xml", "text", "mermaid");

  private static final String README_TEST =
      "queue-starter/src/test/java/dev/tandemq/starter/ReadmeTest.java";

  /** Programs of the READMEs that the test of the starter runs in a process of their own. */
  private static final int README_PROGRAMS = 2;

  /** Shows excerpts of a test, which compares them, and whole programs, which are run here. */
  private static final String TESTING_PAGE = "docs/testing.md";

  /** Documents whose programs are run elsewhere, and the test that does it. */
  private static final Map<String, String> PROGRAMS_ELSEWHERE =
      Map.of(
          "docs/guide.md",
          "queue-starter/src/test/java/dev/tandemq/starter/GuideTest.java",
          TESTING_PAGE,
          "queue-test/src/test/java/dev/tandemq/test/TestingPageTest.java",
          "README.md",
          README_TEST,
          "README.zh-CN.md",
          README_TEST);

  /** Pictures in mermaid, and the test that compares them with what they show. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "docs/architecture.md", testOf(ArchitecturePageTest.class),
          "docs/lifecycle.md", testOf(LifecyclePageTest.class));

  private static final String HERE = testOf(DocumentsTest.class);
  private static final String COMMANDS = "scripts/docs-work";

  private static String testOf(Class<?> test) {
    return "examples/src/test/java/" + test.getName().replace('.', '/') + ".java";
  }

  /** Who takes a block to task; empty when nobody does. */
  private static Optional<String> takerOf(Block block) {
    if (block.from().isPresent()) {
      return Optional.of(HERE);
    }
    return switch (block.language()) {
      case "sh" -> Optional.of(COMMANDS);
      case "xml" -> Optional.of(HERE);
      case "java" -> Optional.of(isElsewhere(block) ? elsewhere(block) : HERE);
      case "mermaid" -> Optional.ofNullable(PICTURES.get(block.document()));
      case "text" -> {
        if (block.isBelow("sh")) {
          yield Optional.of(COMMANDS);
        }
        // A text that belongs to no program is a drawing or a sample of a message.
        yield block.isBelow("java")
            ? block.above().flatMap(DocumentsTest::takerOf)
            : Optional.of(HERE);
      }
      default -> Optional.empty();
    };
  }

  private static String elsewhere(Block block) {
    return PROGRAMS_ELSEWHERE.getOrDefault(block.document(), HERE);
  }

  private static boolean isElsewhere(Block block) {
    if (!PROGRAMS_ELSEWHERE.containsKey(block.document())) {
      return false;
    }
    if (block.document().equals(TESTING_PAGE) && Programs.isProgram(block)) {
      return false;
    }
    return !elsewhere(block).equals(README_TEST)
        || Checkout.document(block.document()).blocks("java").indexOf(block) < README_PROGRAMS;
  }

  static Stream<Document> documents() {
    return Checkout.documents().stream();
  }

  static Stream<Document> documentsWithPrograms() {
    return documents().filter(document -> !programsOf(document).isEmpty());
  }

  private static List<Block> programsOf(Document document) {
    return document.blocks("java").stream()
        .filter(block -> block.from().isEmpty() && !isElsewhere(block))
        .toList();
  }

  static Stream<Block> excerpts() {
    return documents().flatMap(d -> d.blocks().stream()).filter(b -> b.from().isPresent());
  }

  static Stream<Block> xml() {
    return documents().flatMap(document -> document.blocks("xml").stream());
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("documents")
  void everyBlockHasALanguageAndSomebodyWhoTakesItToTask(Document document) {
    for (Block block : document.blocks()) {
      assertThat(block.language()).as("language of %s", block).isIn(LANGUAGES);
      Optional<String> taker = takerOf(block);
      assertThat(taker).as("who runs, compiles or compares %s", block).isPresent();
      assertThat(Checkout.root().resolve(taker.orElseThrow())).exists();
    }
  }

  @Test
  void theTestsElsewhereReadTheDocumentsThatAreLeftToThem() {
    PROGRAMS_ELSEWHERE.forEach(
        (document, test) -> assertThat(Checkout.read(test)).contains(document));
    PICTURES.forEach((document, test) -> assertThat(Checkout.read(test)).contains(document));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("documentsWithPrograms")
  void programsCompileAndPrintWhatStandsBelowThem(Document document) throws Exception {
    Programs programs = new Programs(folder);
    for (Block block : programsOf(document)) {
      String name = programs.compile(block);
      Optional<Block> output =
          document.blocks("text").stream()
              .filter(text -> text.above().filter(block::equals).isPresent())
              .findFirst();
      if (output.isPresent()) {
        assertThat(programs.run(name)).as("output of %s", block).isEqualTo(output.get().text());
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("excerpts")
  void excerptsStandInTheFileThatTheyName(Block block) {
    String wanted = block.text().stripIndent();
    List<String> lines = Checkout.read(block.from().orElseThrow()).lines().toList();
    int height = (int) block.text().lines().count();

    boolean found = false;
    for (int i = 0; i + height <= lines.size() && !found; i++) {
      String window = String.join("\n", lines.subList(i, i + height)) + "\n";
      found = withoutIndentation(window).equals(withoutIndentation(wanted));
    }

    assertThat(found)
        .as("%s stands in %s:\n%s", block, block.from().orElseThrow(), block.text())
        .isTrue();
  }

  private static String withoutIndentation(String lines) {
    // The last line feed would count as a line without indentation.
    return lines.stripTrailing().stripIndent();
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xmlNamesArtifactsOfTheBuild(Block block) {
    String text = block.text().replaceFirst("^<\\?xml[^>]*\\?>", "");
    Element root = Reactor.xml("<root>" + text + "</root>");

    Set<String> artifacts =
        Reactor.modules().values().stream().map(Reactor::artifact).collect(Collectors.toSet());
    for (Element element : Reactor.all(root, "dependency")) {
      Reactor.Dependency dependency = Reactor.dependency(element);
      if (dependency.group().equals("dev.tandemq")) {
        assertThat(artifacts).as("%s", block).contains(dependency.artifact());
        // The sample driver, a project of its own, names the version once.
        assertThat(dependency.version())
            .as("%s", block)
            .isIn(Reactor.version(), "${tandem.version}");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Document document) {
    List<String> broken = new ArrayList<>();
    for (String link : document.links()) {
      if (!link.matches("[a-z][a-z+.-]*:.*") && !leads(document, link)) {
        broken.add(link);
      }
    }

    assertThat(broken).as("links of %s that lead nowhere", document).isEmpty();
  }

  private static boolean leads(Document document, String link) {
    String[] parts = link.split("#", 2);
    Path from = Path.of(document.path());
    Path folder = from.getParent() == null ? Path.of("") : from.getParent();
    String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
    String target = (name.isEmpty() ? from : folder.resolve(name)).normalize().toString();
    if (!Files.exists(Checkout.root().resolve(target))) {
      return false;
    }
    return parts.length == 1
        || (target.endsWith(".md")
            && Checkout.document(target)
                .anchors()
                .contains(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
  }

  @Test
  void bothReadmesHoldTheSameBlocksAndPictures() {
    Document english = Checkout.document("README.md");
    Document chinese = Checkout.document("README.zh-CN.md");

    assertThat(chinese.blocks().stream().map(Block::text))
        .isEqualTo(english.blocks().stream().map(Block::text).toList());
    assertThat(chinese.links().stream().filter(link -> link.endsWith(".svg")))
        .isEqualTo(english.links().stream().filter(link -> link.endsWith(".svg")).toList());
    assertThat(headings(chinese)).isEqualTo(headings(english));
  }

  private static long headings(Document document) {
    return document.anchors().size();
  }

  @Test
  void theIndexNamesEveryDocument() {
    Path docs = Path.of("docs");
    Set<String> named =
        Checkout.document("docs/README.md").links().stream()
            .map(link -> docs.resolve(link.replaceFirst("#.*", "")).normalize().toString())
            .collect(Collectors.toSet());

    assertThat(named)
        .as("docs/README.md")
        .containsAll(
            documents()
                .map(Document::path)
                .filter(path -> !path.equals("docs/README.md") && !path.startsWith("docs/adr/0"))
                .toList());
  }
}
