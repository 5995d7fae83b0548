package dev.tandemq.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {

  @Test
  void textIsQuoted() {
    assertThat(quoted("7", 80)).isEqualTo("\"7\"");
    assertThat(quoted("文件 \ud83d\ude00", 80)).isEqualTo("\"文件 \ud83d\ude00\"");
    assertThat(quoted("a\"b\\c", 80)).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(quoted("", 80)).isEqualTo("\"\"");
  }

  @Test
  void whatATerminalWouldObeyIsEscaped() {
    assertThat(quoted("\u001b[31m\r\n\t\b\u007f", 80))
        .isEqualTo("\"\\x1b[31m\\r\\n\\t\\x08\\x7f\"");
    assertThat(quoted("\u009b\u202e\u2028\ufeff", 80))
        .isEqualTo("\"\\u{9b}\\u{202e}\\u{2028}\\u{feff}\"");
  }

  @Test
  void whatIsNoTextIsShownAsBytes() {
    byte[] bytes = "a\u00ff\u0080b\u00e6\u0096".getBytes(ISO_8859_1);

    assertThat(Printable.quoted(bytes, 80)).isEqualTo("\"a\\xff\\x80b\\xe6\\x96\"");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(quoted("a".repeat(80), 80)).isEqualTo("\"" + "a".repeat(80) + "\"");
    assertThat(quoted("a".repeat(81), 80)).isEqualTo("\"" + "a".repeat(80) + "\"...");
    assertThat(quoted("aa\ud83d\ude00\ud83d\ude00", 3)).isEqualTo("\"aa\ud83d\ude00\"...");
    assertThat(Printable.quoted(new byte[] {-1, -1, -1}, 2)).isEqualTo("\"\\xff\\xff\"...");
  }

  @Test
  void anErrorIsOneLineAndKeepsItsEnd() {
    assertThat(Printable.line(" exit 1: a\n\"b\"\u001b\n", 80)).isEqualTo("exit 1: a\\n\"b\"\\x1b");
    assertThat(Printable.line("0123456789", 4)).isEqualTo("...6789");
  }

  private static String quoted(String text, int most) {
    return Printable.quoted(text.getBytes(UTF_8), most);
  }
}
