package dev.tandemq.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What stands on the terminal, as it is sent there. */
final class RedrawTest {

  @Test
  void everyLineIsErasedToItsEndAndTheRestOfTheScreenToo() {
    assertThat(Redraw.frame("a\nbb\n", 24))
        .isEqualTo("\u001b[Ha\u001b[K\r\nbb\u001b[K\r\n\u001b[J");
  }

  @Test
  void whatDoesNotFitIsCounted() {
    assertThat(Redraw.frame("1\n2\n3\n4\n", 4))
        .isEqualTo("\u001b[H1\u001b[K\r\n2\u001b[K\r\n... 2 more\u001b[K\r\n\u001b[J");
    assertThat(Redraw.frame("1\n2\n3\n", 4)).contains("3").doesNotContain("more");
  }

  @Test
  void theEndTakesBackWhatTheBeginningSet() {
    assertThat(Redraw.begin()).isEqualTo("\u001b[?1049h\u001b[?25l\u001b[?7l");
    assertThat(Redraw.end()).isEqualTo("\u001b[?7h\u001b[?25h\u001b[?1049l");
  }
}
