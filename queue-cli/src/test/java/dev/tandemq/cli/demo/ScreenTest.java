package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.report.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console = new Console(out, OutputStream.nullOutputStream(), true);

  @Test
  void theSecondPictureIsDrawnOverTheFirst() throws IOException {
    Screen screen = new Screen(console, false);
    screen.draw(List.of(line("one"), line("two")));
    screen.draw(List.of(line("three")));
    screen.close();

    assertThat(written())
        .isEqualTo(
            "\u001b[?25l\u001b[?7l\rone\u001b[K\r\n\rtwo\u001b[K\r\n"
                + "\u001b[2A\rthree\u001b[K\r\n\u001b[J"
                + "\u001b[?7h\u001b[?25h");
  }

  @Test
  void afterTheEndNothingIsDrawnAndTheTerminalIsGivenBackOnce() throws IOException {
    Screen screen = new Screen(console, false);
    screen.draw(List.of(line("one")));
    screen.close();
    String before = written();
    screen.draw(List.of(line("two")));
    screen.close();

    assertThat(written()).isEqualTo(before).endsWith("\u001b[?25h");
  }

  @Test
  void aScreenThatDrewNothingWritesNothing() {
    new Screen(console, true).close();

    assertThat(written()).isEmpty();
  }

  @Test
  void coloursAreOnlyThereWhenWanted() throws IOException {
    new Screen(console, true).draw(List.of(line("green")));

    assertThat(written()).contains("\u001b[32mgreen\u001b[0m");
  }

  private String written() {
    return out.toString(UTF_8);
  }

  private static StyledLine line(String text) {
    return new StyledLine(80).add(text, Colour.GREEN);
  }
}
