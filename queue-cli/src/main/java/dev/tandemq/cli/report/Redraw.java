package dev.tandemq.cli.report;

import java.util.List;

/**
 * What a terminal is sent so that a text stands on it alone, each time in place of the last one. It
 * goes to the terminal's second screen, so that what stood on the first comes back in the end. Has
 * no state.
 *
 * <p>The sequences: to the second screen and back, cursor off and on, automatic line breaks off and
 * on, cursor to the corner, erase to the end of the line and of the screen.
 */
public final class Redraw {

  private static final String ESCAPE = "\u001b[";

  private Redraw() {}

  /** To be sent first. */
  public static String begin() {
    return ESCAPE + "?1049h" + ESCAPE + "?25l" + ESCAPE + "?7l";
  }

  /** To be sent last: gives the terminal back. */
  public static String end() {
    return ESCAPE + "?7h" + ESCAPE + "?25h" + ESCAPE + "?1049l";
  }

  /**
   * The text from the corner on. What does not fit is left out, and how much that is, is said.
   *
   * @param rows how many lines the terminal shows
   */
  public static String frame(String text, int rows) {
    List<String> lines = text.lines().toList();
    int most = Math.max(1, rows - 1);
    StringBuilder frame = new StringBuilder(ESCAPE + "H");
    boolean fits = lines.size() <= most;
    int shown = fits ? lines.size() : most - 1;
    for (String line : lines.subList(0, shown)) {
      append(frame, line);
    }
    if (!fits) {
      append(frame, "... " + (lines.size() - shown) + " more");
    }
    return frame.append(ESCAPE).append('J').toString();
  }

  private static void append(StringBuilder frame, String line) {
    frame.append(line).append(ESCAPE).append("K\r\n");
  }
}
