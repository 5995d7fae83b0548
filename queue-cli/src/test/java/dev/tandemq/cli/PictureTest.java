package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that draws the pictures of the documents, fed with what the demo writes. */
final class PictureTest {

  private static final Path RENDERER = Path.of("..", "scripts", "TerminalPicture.java");
  private static final int LARGEST_PICTURE = 100_000;

  @TempDir Path folder;

  /** Within this process, which is faster than to let each call do it. */
  @BeforeEach
  void compile() {
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                folder.resolve("classes").toString(),
                RENDERER.toString());
    assertThat(status).isZero();
  }

  @Test
  void itKnowsEveryEscapeOfTheDemoAndDrawsWhatTheTerminalShows() throws Exception {
    assumeTrue(isThere("script"), "there is no command \"script\" to make a terminal");
    Outcome drawn = draw("run", "", demo());

    assertThat(drawn.exitCode()).as(drawn.toString()).isZero();
    String svg = Files.readString(folder.resolve("picture.svg"));
    assertThat(svg.length()).isLessThan(LARGEST_PICTURE);
    assertThat(svg)
        .startsWith("<svg ")
        .contains("<title id=\"t\">the title &amp; more</title>", "<desc id=\"d\">", "@keyframes")
        .contains(">set aside after 2 attempts: webhook shop.example: ", ">What to try next:<");
  }

  @Test
  void anUnknownEscapeIsAnError() throws Exception {
    for (String unknown :
        List.of("\u001b[2J", "\u001b[38;5;1m", "\u001b]0;x", "\u0007", "\u001b[")) {
      Outcome drawn = draw("read", "text" + unknown);

      assertThat(drawn.exitCode()).as(drawn.toString()).isEqualTo(1);
      assertThat(drawn.err()).matches("TerminalPicture: (unknown|the output ends within)(.|\n)*");
    }
  }

  @Test
  void aCommandThatFailsMakesNoPicture() throws Exception {
    assumeTrue(isThere("script"), "there is no command \"script\" to make a terminal");

    assertThat(draw("run", "", "exit 3").exitCode()).isEqualTo(1);
    assertThat(folder.resolve("picture.svg")).doesNotExist();
  }

  @Test
  void whatWasDrawnOverIsNotSeen() throws Exception {
    Outcome drawn = draw("read", "first\r\nsecond\r\n\u001b[2A\r\u001b[1mnew\u001b[0m\u001b[K\r\n");

    assertThat(drawn.exitCode()).as(drawn.toString()).isZero();
    assertThat(Files.readString(folder.resolve("picture.svg")))
        .contains(">new<", ">second<")
        .doesNotContain("first");
  }

  // ---- helpers

  private static String demo() {
    return TandemProcess.command("demo", "--speed", "10").stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private Outcome draw(String how, String input, String... command) throws Exception {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder.resolve("classes").toString(),
            "TerminalPicture",
            how,
            "36",
            "96",
            folder.resolve("picture.svg").toString(),
            "the title & more",
            "the description",
            String.join(" ", command));
    try (TandemProcess renderer = TandemProcess.start(words, Map.of())) {
      try (OutputStream in = renderer.stdin()) {
        in.write(input.getBytes(UTF_8));
      }
      return renderer.end();
    }
  }

  private static boolean isThere(String command) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + command).start().waitFor() == 0;
  }
}
