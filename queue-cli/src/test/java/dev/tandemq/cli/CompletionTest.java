package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets a real bash complete lines, cut into words as bash itself cuts them. */
final class CompletionTest {

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void needBash() throws Exception {
    assumeTrue(hasBash(), "bash is not installed");
    Files.writeString(folder.resolve("tandem.bash"), InProcess.run("", "completion", "bash").out());
    Files.createFile(folder.resolve("driver.jar"));
  }

  private static boolean hasBash() throws InterruptedException {
    try {
      return new ProcessBuilder("bash", "-c", ":").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void verbs() throws Exception {
    assertThat(complete("tandem", "st")).containsExactly("stats");
    assertThat(complete("tandem", "")).contains("run", "doctor", "help", "--version");
    assertThat(complete("tandem", "help", "st")).containsExactly("stats");
    assertThat(complete("tandem", "job")).containsExactly("jobs", "job");
    assertThat(complete("tandem", "completion", "")).containsExactly("bash", "zsh");
  }

  @Test
  void options() throws Exception {
    assertThat(complete("tandem", "run", "--ma")).containsExactly("--max-attempts");
    assertThat(complete("tandem", "stats", "-o", "json", "--u")).containsExactly("--url");
    assertThat(complete("tandem", "stats", "--watch", "--u")).containsExactly("--url");
    assertThat(complete("tandem", "nonsense", "--u")).isEmpty();
  }

  @Test
  void values() throws Exception {
    assertThat(complete("tandem", "stats", "-o", "")).containsExactly("table", "json", "jsonl");
    assertThat(complete("tandem", "run", "-o", "")).containsExactly("text", "json", "jsonl");
    assertThat(complete("tandem", "stats", "--output", "=")).contains("table");
    assertThat(complete("tandem", "stats", "--output", "=", "ta")).containsExactly("table");
    assertThat(complete("tandem", "stats", "--output=ta")).containsExactly("--output=table");
    assertThat(complete("tandem", "run", "-c", "")).isEmpty();
    assertThat(complete("tandem", "jobs", "--state", "re")).containsExactly("reserved", "ready");
  }

  @Test
  void anAddressThatBashCutsAtItsColonsIsOneValue() throws Exception {
    assertThat(complete("tandem", "stats", "-u", "memory", ":", "-o", "t"))
        .containsExactly("table");
    assertThat(complete("tandem", "run", "-u", "redis", ":", "//h", ":", "6379/0", "--ma"))
        .containsExactly("--max-attempts");
  }

  @Test
  void files() throws Exception {
    assertThat(complete("tandem", "stats", "--driver-jar", "dri")).containsExactly("driver.jar");
  }

  @Test
  void commandsBehindTheOptionsOfRunAndThenFiles() throws Exception {
    assertThat(complete("tandem", "run", "--", "printe")).contains("printenv");
    assertThat(complete("tandem", "run", "-c", "4", "printe")).contains("printenv");
    assertThat(complete("tandem", "run", "--", "cat", "dri")).containsExactly("driver.jar");
    assertThat(complete("tandem", "run", "cat", "--ma")).isEmpty();
  }

  @Test
  void theScriptForZshBeginsWithWhatZshNeeds() {
    assertThat(InProcess.run("", "completion", "zsh").out())
        .startsWith("autoload")
        .contains("bashcompinit", "complete -o filenames -F _tandem tandem");
    assertThat(InProcess.run("", "completion", "fish").err())
        .contains("'fish' is none of bash, zsh");
  }

  /** The cursor stands at the end of the last word. */
  private List<String> complete(String... words) throws Exception {
    String program =
        """
        source ./tandem.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _tandem
        [ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
        """;
    List<String> command = new ArrayList<>(List.of("bash", "-c", program, "bash"));
    command.addAll(List.of(words));
    Process bash =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.lines().toList();
  }
}
