package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ShellWordsTest {

  @Test
  void whatIsPlainStaysAsItIs() {
    assertThat(of("gzip", "-9", "./a_b.txt", "x=1")).isEqualTo("gzip -9 ./a_b.txt x=1");
  }

  @Test
  void theRestIsQuoted() {
    assertThat(of("echo", "a b", "", "it's", "$HOME", "\u6587"))
        .isEqualTo("echo 'a b' '' 'it'\\''s' '$HOME' '\u6587'");
  }

  @Test
  void anAssignmentIsNoCommand() {
    assertThat(of("a=b", "a=b")).isEqualTo("'a=b' a=b");
  }

  @Test
  void whatWouldMoveTheCursorIsSpeltOut() {
    assertThat(of("echo", "a\nb'\\", "\u001b[1m", "\u202e"))
        .isEqualTo("echo $'a\\012b\\'\\\\' $'\\033[1m' $'\\342\\200\\256'");
  }

  @Test
  void aShellReadsBackEveryByte() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    Random random = new Random(5);
    List<byte[]> words =
        IntStream.range(0, 300)
            .mapToObj(
                i -> {
                  byte[] word = new byte[random.nextInt(12)];
                  for (int at = 0; at < word.length; at++) {
                    word[at] = (byte) (1 + random.nextInt(i % 2 == 0 ? 255 : 126));
                  }
                  return word;
                })
            .toList();
    List<byte[]> command =
        Stream.concat(
                Stream.of("printf", "%s\\0").map(word -> word.getBytes(UTF_8)), words.stream())
            .toList();

    Process bash = new ProcessBuilder("/bin/bash").redirectErrorStream(true).start();
    try (var stdin = bash.getOutputStream()) {
      stdin.write(ShellWords.of(command));
    }
    String read = new String(bash.getInputStream().readAllBytes(), ISO_8859_1);

    assertThat(List.of(read.split("\0", -1)).subList(0, words.size()))
        .isEqualTo(words.stream().map(word -> new String(word, ISO_8859_1)).toList());
    assertThat(bash.waitFor()).isZero();
  }

  private static String of(String... words) {
    return new String(
        ShellWords.of(Stream.of(words).map(word -> word.getBytes(UTF_8)).toList()), UTF_8);
  }
}
