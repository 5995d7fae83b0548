package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * How much a terminal shows.
 *
 * @param rows lines
 * @param columns characters in a line
 */
public record TerminalSize(int rows, int columns) {

  /** What terminals have had since they were made of glass. */
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  /**
   * The size of the terminal of this process, by {@code stty}; the usual one when it is unknown.
   */
  public static TerminalSize ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(new File("/dev/tty")))
              .redirectError(Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return USUAL;
      }
      return parse(new String(stty.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /** Reads rows and columns; a terminal that says it has none has the usual size. */
  static TerminalSize parse(String answer) {
    String[] words = answer.strip().split(" ", -1);
    if (words.length != 2) {
      return USUAL;
    }
    try {
      int rows = Integer.parseInt(words[0]);
      int columns = Integer.parseInt(words[1]);
      return rows > 0 && columns > 0 ? new TerminalSize(rows, columns) : USUAL;
    } catch (NumberFormatException e) {
      return USUAL;
    }
  }
}
