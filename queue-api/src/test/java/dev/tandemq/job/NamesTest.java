package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be a name, and what the message says of what may not. */
final class NamesTest {

  private static final String ALLOWED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "Z", "0", "-", "_", "...", ".a", "a.", "..a", "mail.out", "A-b_c.9", "raw"})
  void nameWithinTheRuleIsGivenBack(String name) {
    String checked = Names.check("queue", name);

    assertThat(checked).isSameAs(name);
  }

  @Test
  void onlyTheListedCharactersOfTheBasicPlaneAreAllowed() {
    String allowed =
        IntStream.rangeClosed(0, Character.MAX_VALUE)
            .mapToObj(code -> "x" + (char) code)
            .filter(NamesTest::isName)
            .map(name -> name.substring(1))
            .reduce("", String::concat);

    assertThat(allowed.chars().sorted().toArray()).isEqualTo(ALLOWED.chars().sorted().toArray());
  }

  @Test
  void longestNameHas128Characters() {
    String longest = "n".repeat(128);

    assertThat(Names.check("queue", longest)).isSameAs(longest);
    assertThatThrownBy(() -> Names.check("queue", longest + "n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue has 129 characters; a name has at most 128");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void dotsThatMeanAFolderAreNoName(String dots) {
    assertThatThrownBy(() -> Names.check("namespace", dots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("namespace is \"" + dots + "\"; that is not a name");
  }

  @Test
  void emptyNameIsRefusedWithTheFieldAndTheLimit() {
    assertThatThrownBy(() -> Names.check("node", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node is empty")
        .hasMessageContaining("1 to 128");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a |U+0020|1",
        "a b|U+0020|1",
        "a/b|U+002F|1",
        "a:b|U+003A|1",
        "{a}|U+007B|0",
        "ab*|U+002A|2",
        "a\\|U+005C|1",
        "é|U+00E9|0",
        "٣|U+0663|0",
      })
  void forbiddenCharacterIsNamedWithItsPosition(String name, String code, String position) {
    assertThatThrownBy(() -> Names.check("type", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type holds the character " + code + " at position " + position)
        .hasMessageContaining("A-Z a-z 0-9 . _ -");
  }

  @Test
  void controlCharactersNeverReachTheMessage() {
    assertThatThrownBy(() -> Names.check("queue", "a\nFAKE LOG LINE\u001b[31m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("\n", "\u001b", "FAKE");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefusedWithTheField() {
    assertThatThrownBy(() -> Names.check("queue", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("queue");
  }

  private static boolean isName(String text) {
    try {
      Names.check("text", text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
