package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RawArgumentsTest {

  @Test
  void theEndOfTheSystemsCommandLineIsOurs() {
    assertThat(raw("java\0-cp\0x\0Main\0run\0\u00ff\0\0", "run", "\ufffd", ""))
        .containsExactly("run", "\u00ff", "");
  }

  @Test
  void whenTheyDoNotAgreeJavasAreTaken() {
    String utf8 = new String("文".getBytes(UTF_8), ISO_8859_1);

    assertThat(raw("java\0Main\0-k\0x\0", "run", "文")).containsExactly("run", utf8);
    assertThat(raw("x\0", "run", "文")).containsExactly("run", utf8);
    assertThat(raw("", "run")).containsExactly("run");
  }

  private static List<String> raw(String commandLine, String... arguments) {
    return RawArguments.from(commandLine, List.of(arguments)).stream()
        .map(bytes -> new String(bytes, ISO_8859_1))
        .toList();
  }
}
