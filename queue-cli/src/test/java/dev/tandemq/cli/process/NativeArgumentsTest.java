package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NativeArgumentsTest {

  @Test
  void textIsGivenAsItIs() {
    assertThat(NativeArguments.forTest(true).encode(bytes("wc", "a b\\'\"\n")))
        .containsExactly("wc", "a b\\'\"\n");
    assertThat(NativeArguments.forTest(true).encode(List.of("文件.txt".getBytes(UTF_8))))
        .containsExactly("文件.txt");
  }

  @Test
  void whereOnlyAsciiIsSafeTheRestGoesThroughAShell() {
    List<String> encoded = NativeArguments.forTest(false).encode(List.of("文".getBytes(UTF_8)));

    assertThat(encoded).startsWith("/bin/sh", "-c").endsWith("\\0346\\0226\\0207");
  }

  @Test
  void anyByteButNulArrivesUnchanged() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = 1; c < 256; c++) {
      all.append(c);
    }
    List<String> nasty =
        List.of(all.toString(), "", "\n\n", "-n", "\\0101", "%s", "a.", "$(x)`y`", "\u00ff");

    assertThat(arrived(nasty)).isEqualTo(nasty);
  }

  private static List<String> arrived(List<String> arguments)
      throws IOException, InterruptedException {
    List<byte[]> command =
        Stream.concat(
                Stream.of("sh", "-c", "for a in \"$@\"; do printf '%s\\0' \"$a\"; done", "x"),
                arguments.stream())
            .map(argument -> argument.getBytes(ISO_8859_1))
            .toList();
    Process process = new ProcessBuilder(NativeArguments.forTest(false).encode(command)).start();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor()).isZero();
    return Stream.of(output.split("\0", -1)).limit(arguments.size()).toList();
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }
}
