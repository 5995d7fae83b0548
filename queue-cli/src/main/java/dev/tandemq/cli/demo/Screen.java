package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import java.io.IOException;
import java.util.List;

/**
 * Draws lines on a terminal, each time over those of the last time. Safe for concurrent use.
 *
 * <p>The sequences: cursor off and on, automatic line breaks off and on, up so many lines, erase to
 * the end of the line and of the screen. None needs to be answered.
 */
final class Screen implements AutoCloseable {

  private static final String ESCAPE = "\u001b[";
  private static final String BEGIN = ESCAPE + "?25l" + ESCAPE + "?7l";
  private static final String END = ESCAPE + "?7h" + ESCAPE + "?25h";
  private static final String TO_LINE_END = ESCAPE + "K";
  private static final String TO_SCREEN_END = ESCAPE + "J";

  private final Console console;
  private final boolean inColour;
  private int drawn; // guarded by this, as is all below
  private boolean begun;
  private boolean closed;

  /** A screen that begins where the cursor stands: at the start of a line. */
  Screen(Console console, boolean inColour) {
    this.console = console;
    this.inColour = inColour;
  }

  /**
   * Draws the lines in one piece; nothing after {@link #close}.
   *
   * @throws IOException when standard output takes no more
   */
  synchronized void draw(List<StyledLine> lines) throws IOException {
    if (closed) {
      return;
    }
    StringBuilder text = new StringBuilder(begun ? "" : BEGIN);
    if (drawn > 0) {
      text.append(ESCAPE).append(drawn).append('A');
    }
    for (StyledLine line : lines) {
      text.append('\r').append(inColour ? line.ansi() : line.text());
      text.append(TO_LINE_END).append("\r\n");
    }
    if (lines.size() < drawn) {
      text.append(TO_SCREEN_END);
    }
    begun = true;
    drawn = lines.size();
    write(text.toString());
  }

  /** Gives the terminal back, with the cursor below what was drawn. Idempotent. */
  @Override
  public synchronized void close() {
    if (begun && !closed) {
      try {
        write(END);
      } catch (IOException e) {
        // Then there is no terminal to be given back.
      }
    }
    closed = true;
  }

  private void write(String text) throws IOException {
    console.print(out -> out.write(text.getBytes(UTF_8)));
  }
}
