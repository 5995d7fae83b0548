package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CommandTemplateTest {

  @Test
  void everyPlaceInEveryArgumentIsReplaced() throws CannotRunException {
    assertThat(expand("L", "cp", "{}", "x{}y{}", "-", "{", "}{", "{}{}"))
        .containsExactly("cp", "L", "xLyL", "-", "{", "}{", "LL");
  }

  @Test
  void whatIsRunIsNeverReplaced() throws CannotRunException {
    assertThat(expand("L", "{}", "{}")).containsExactly("{}", "L");
    assertThat(template("{}").takesLineAsArgument()).isFalse();
  }

  @Test
  void aLineWithPlacesIsNotExpandedAgain() throws CannotRunException {
    assertThat(expand("{}", "echo", "a{}b")).containsExactly("echo", "a{}b");
  }

  @Test
  void bytesGoThroughUnchanged() throws CannotRunException {
    assertThat(expand("\u00ff\u0080", "echo", "<{}>")).containsExactly("echo", "<\u00ff\u0080>");
  }

  @Test
  void withoutPlacesTheCommandStaysAsItIs() throws CannotRunException {
    assertThat(template("wc", "-l").takesLineAsArgument()).isFalse();
    assertThat(expand("a\0b", "wc", "-l")).containsExactly("wc", "-l");
  }

  @Test
  void noArgumentCanHoldNul() {
    assertThatThrownBy(() -> expand("a\0b", "wc", "{}"))
        .isInstanceOf(CannotRunException.class)
        .hasMessageContaining("NUL");
  }

  private static List<String> expand(String line, String... command) throws CannotRunException {
    return template(command).expand(line.getBytes(ISO_8859_1)).stream()
        .map(bytes -> new String(bytes, ISO_8859_1))
        .toList();
  }

  private static CommandTemplate template(String... command) {
    return new CommandTemplate(
        Stream.of(command).map(argument -> argument.getBytes(ISO_8859_1)).toList());
  }
}
