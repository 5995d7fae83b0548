package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Console;
import dev.tandemq.engine.Queues;

/**
 * How the tour is to be shown.
 *
 * @param form as text, JSON or JSON lines
 * @param pace how fast it goes
 * @param terminal whether standard output is a terminal that can move its cursor
 * @param inColour whether it may be coloured
 * @param inAscii whether it shows nothing but ASCII
 * @param command how the command is called, as {@code ./tandem}
 */
public record DemoSettings(
    Form form, Pace pace, boolean terminal, boolean inColour, boolean inAscii, String command) {

  /** The forms of what is printed. */
  public enum Form {
    TEXT,
    JSON,
    JSON_LINES
  }

  /** Somewhat more than the tour takes at the usual pace; 200 ms per column of 80. */
  private static final long EXPECTED_MILLIS = 6600;

  /** Most jobs of the tour. */
  private static final int JOBS = 12;

  /** One run on a connection, not begun. */
  public DemoSession session(Queues queues, Console console) {
    Tour tour = new Tour(queues, pace, time -> Thread.sleep(time.toMillis()));
    return new DemoSession(queues, tour, console, show(console));
  }

  private Show show(Console console) {
    return switch (form) {
      case JSON -> new JsonShow(console);
      case JSON_LINES -> new JsonLinesShow(console);
      case TEXT -> {
        TerminalSize size = terminal ? TerminalSize.ask() : TerminalSize.USUAL;
        // What has scrolled away cannot be drawn over.
        boolean fits = size.rows() > Board.height(JOBS);
        yield terminal && fits ? live(console, size) : new LineShow(console, command);
      }
    };
  }

  private Show live(Console console, TerminalSize size) {
    Board board = new Board(inAscii ? Glyphs.ASCII : Glyphs.UNICODE, pace.millis(EXPECTED_MILLIS));
    return new LiveShow(console, board, size.columns(), inColour, command);
  }
}
