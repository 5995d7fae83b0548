import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws what a command shows on a terminal as an SVG.
 *
 * <pre>
 * java TerminalPicture.java run   ROWS COLUMNS OUT.svg TITLE DESCRIPTION SHELL-COMMAND
 * java TerminalPicture.java read  ROWS COLUMNS OUT.svg TITLE DESCRIPTION &lt; what-a-terminal-was-sent
 * </pre>
 *
 * <p>{@code run} runs the command in a pseudo terminal made by {@code script} of util-linux and takes
 * the times from the run: where the picture changed it becomes an animation that ends with the last
 * picture, holds it, and begins anew. Where animations are not played, or not wanted, the last
 * picture is what is seen. An escape sequence that it does not know is an error, so that no picture
 * is wrong in silence. Exit status 1 with a message then, and when the command failed.
 */
final class TerminalPicture {

  private static final long PAUSE_NANOS = 30_000_000L;
  private static final long FRAME_MILLIS = 180;
  private static final long HOLD_MILLIS = 6_000;

  public static void main(String[] args) throws Exception {
    if (args.length < 6) {
      System.err.println("usage: see the head of scripts/TerminalPicture.java");
      System.exit(2);
    }
    int rows = Integer.parseInt(args[1]);
    int columns = Integer.parseInt(args[2]);
    try {
      List<Frame> frames =
          args[0].equals("run") ? recorded(rows, columns, args[6]) : read(rows, columns);
      Picture picture = new Picture(frames, columns, args[4], args[5]);
      Files.writeString(Path.of(args[3]), picture.svg());
    } catch (IOException | IllegalStateException e) {
      System.err.println("TerminalPicture: " + e.getMessage());
      System.exit(1);
    }
  }

  // ---- frames

  /** What the terminal shows from that time on. */
  record Frame(long millis, Cell[][] cells) {}

  private static List<Frame> read(int rows, int columns) throws IOException {
    Terminal terminal = new Terminal(rows, columns);
    Reader in = new InputStreamReader(System.in, UTF_8);
    char[] chunk = new char[8192];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      terminal.write(chunk, length);
    }
    terminal.checkComplete();
    return List.of(new Frame(0, terminal.cells()));
  }

  private static List<Frame> recorded(int rows, int columns, String command) throws Exception {
    String sized = "stty rows " + rows + " cols " + columns + "; " + command;
    ProcessBuilder builder = new ProcessBuilder("script", "-q", "-e", "-f", "-c", sized, "/dev/null");
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    process.getOutputStream().close();
    Terminal terminal = new Terminal(rows, columns);
    List<Frame> frames = new ArrayList<>();
    Reader in = new InputStreamReader(process.getInputStream(), UTF_8);
    char[] chunk = new char[8192];
    long start = 0;
    long before = 0;
    // What comes in one go is one picture, though it may be read in pieces: the one before a pause.
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      long now = System.nanoTime();
      if (start == 0) {
        start = now;
      } else if (now - before > PAUSE_NANOS) {
        keep(frames, (before - start) / 1_000_000, terminal, false);
      }
      before = now;
      terminal.write(chunk, length);
    }
    terminal.checkComplete();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("exit status " + status + " of: " + command);
    }
    keep(frames, (before - start) / 1_000_000, terminal, true);
    return frames;
  }

  /** Keeps a picture, unless it comes too soon after the last one; the last of all is kept always. */
  private static void keep(List<Frame> frames, long millis, Terminal terminal, boolean isLast) {
    long last = frames.isEmpty() ? -FRAME_MILLIS : frames.get(frames.size() - 1).millis();
    if (isLast || millis - last >= FRAME_MILLIS) {
      frames.add(new Frame(Math.max(millis, last + 1), terminal.cells()));
    }
  }

  // ---- the terminal

  /** A character and how it looks: 0 for plain, 1 for bold, or the number of a colour. */
  record Cell(int character, int look) {
    static final Cell EMPTY = new Cell(' ', 0);
  }

  /** As much of a terminal as is needed, and no more: all else is an error. */
  static final class Terminal {
    private final Cell[][] cells;
    private final int columns;
    private final StringBuilder escape = new StringBuilder();
    private int row;
    private int column;
    private int look;
    private boolean wraps = true;

    Terminal(int rows, int columns) {
      this.columns = columns;
      cells = new Cell[rows][columns];
      for (Cell[] line : cells) {
        Arrays.fill(line, Cell.EMPTY);
      }
    }

    Cell[][] cells() {
      return Arrays.stream(cells).map(Cell[]::clone).toArray(Cell[][]::new);
    }

    void write(char[] text, int length) {
      for (int i = 0; i < length; i++) {
        write(text[i]);
      }
    }

    void checkComplete() {
      if (escape.length() > 0) {
        throw new IllegalStateException("the output ends within an escape sequence");
      }
    }

    private void write(char character) {
      if (escape.length() > 0) {
        escape.append(character);
        boolean isBegun = escape.length() == 2 && character == '[';
        if (!isBegun && (escape.length() == 2 || (character >= '@' && character <= '~'))) {
          obey(escape.substring(1));
          escape.setLength(0);
        }
      } else if (character == '\u001b') {
        escape.append(character);
      } else if (character == '\r') {
        column = 0;
      } else if (character == '\n') {
        lineFeed();
      } else if (character < ' ' || character == 0x7f || Character.isSurrogate(character)) {
        throw new IllegalStateException("unknown character U+" + Integer.toHexString(character));
      } else {
        print(character);
      }
    }

    private void print(char character) {
      if (column == columns) {
        if (wraps) {
          column = 0;
          lineFeed();
        } else {
          column = columns - 1;
        }
      }
      cells[row][column] = new Cell(character, look);
      column++;
    }

    private void lineFeed() {
      if (row < cells.length - 1) {
        row++;
        return;
      }
      Cell[] first = cells[0];
      System.arraycopy(cells, 1, cells, 0, cells.length - 1);
      Arrays.fill(first, Cell.EMPTY);
      cells[cells.length - 1] = first;
    }

    private void obey(String sequence) {
      switch (sequence) {
        case "[?25l", "[?25h" -> {
          // The cursor is not in the picture.
        }
        case "[?7l" -> wraps = false;
        case "[?7h" -> wraps = true;
        case "[K" -> Arrays.fill(cells[row], Math.min(column, columns), columns, Cell.EMPTY);
        case "[J" -> {
          Arrays.fill(cells[row], Math.min(column, columns), columns, Cell.EMPTY);
          for (int below = row + 1; below < cells.length; below++) {
            Arrays.fill(cells[below], Cell.EMPTY);
          }
        }
        default -> {
          if (sequence.matches("\\[[0-9]+A")) {
            int up = Integer.parseInt(sequence.substring(1, sequence.length() - 1));
            row = Math.max(0, row - up);
          } else if (sequence.matches("\\[(0|1|3[1-6]|90)m")) {
            look = Integer.parseInt(sequence.substring(1, sequence.length() - 1));
          } else {
            throw new IllegalStateException("unknown escape sequence: ESC " + sequence);
          }
        }
      }
    }
  }

  // ---- the picture

  /** A piece of a line that looks the same all along; alone if it is a sign, else a word or more. */
  record Piece(int row, int column, String text, int look) {}

  /** From this frame to before that one. */
  record Life(int from, int to) {}

  static final class Picture {
    private static final double CELL_WIDTH = 8.4;
    private static final int CELL_HEIGHT = 18;
    private static final int MARGIN = 14;
    private static final int BAR = 34;
    private static final String SIGNS = "\u00b7\u2591\u2588\u2714\u2718";

    private final List<Frame> frames;
    private final int columns;
    private final String title;
    private final String description;
    private final int rows;

    Picture(List<Frame> frames, int columns, String title, String description) {
      this.frames = frames;
      this.columns = columns;
      this.title = title;
      this.description = description;
      this.rows = frames.stream().mapToInt(Picture::height).max().orElse(1);
    }

    private static int height(Frame frame) {
      int height = frame.cells().length;
      while (height > 1 && pieces(frame.cells()[height - 1], 0).isEmpty()) {
        height--;
      }
      return height;
    }

    String svg() {
      int width = (int) Math.ceil(columns * CELL_WIDTH) + 2 * MARGIN;
      int height = BAR + rows * CELL_HEIGHT + 2 * MARGIN - 4;
      Map<Life, List<Piece>> lives = lives();
      StringBuilder svg = new StringBuilder();
      svg.append(
          String.format(
              Locale.ROOT,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                  + " height=\"%d\" role=\"img\" aria-labelledby=\"t d\">%n",
              width, height, width, height));
      svg.append("<title id=\"t\">").append(escaped(title)).append("</title>\n");
      svg.append("<desc id=\"d\">").append(escaped(description)).append("</desc>\n");
      svg.append("<style>\n").append(style(lives)).append("</style>\n");
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#1b1e2b\" stroke=\"#4a4f66\"/>%n",
              width, height));
      for (int i = 0; i < 3; i++) {
        String colour = List.of("#ec6a5e", "#f4bf4f", "#61c554").get(i);
        svg.append(
            String.format("<circle cx=\"%d\" cy=\"17\" r=\"6\" fill=\"%s\"/>%n", 20 + 20 * i, colour));
      }
      svg.append(
          String.format(
              "<text class=\"c0\" x=\"%d\" y=\"22\" text-anchor=\"middle\">%s</text>%n",
              width / 2, escaped(title)));
      lives.forEach((life, pieces) -> draw(svg, life, pieces));
      return svg.append("</svg>\n").toString();
    }

    // ---- what is seen when

    private Map<Life, List<Piece>> lives() {
      Map<Life, List<Piece>> lives = new LinkedHashMap<>();
      Map<Piece, Integer> seenSince = new LinkedHashMap<>();
      for (int i = 0; i < frames.size(); i++) {
        Map<Piece, Integer> seen = new LinkedHashMap<>();
        Cell[][] cells = frames.get(i).cells();
        for (int row = 0; row < rows; row++) {
          for (Piece piece : pieces(cells[row], row)) {
            seen.put(piece, seenSince.getOrDefault(piece, i));
          }
        }
        int to = i;
        seenSince.forEach(
            (piece, from) -> {
              if (!seen.containsKey(piece)) {
                lives.computeIfAbsent(new Life(from, to), life -> new ArrayList<>()).add(piece);
              }
            });
        seenSince = seen;
      }
      seenSince.forEach(
          (piece, from) ->
              lives
                  .computeIfAbsent(new Life(from, frames.size()), life -> new ArrayList<>())
                  .add(piece));
      return lives;
    }

    /** Signs stand alone, for each comes and stays; text goes on over single blanks. */
    private static List<Piece> pieces(Cell[] line, int row) {
      List<Piece> pieces = new ArrayList<>();
      int column = 0;
      while (column < line.length) {
        Cell cell = line[column];
        if (cell.character() == ' ') {
          column++;
          continue;
        }
        int end = column + 1;
        if (SIGNS.indexOf(cell.character()) < 0) {
          while (end < line.length && goesOn(line, end, cell.look())) {
            end++;
          }
        }
        StringBuilder text = new StringBuilder();
        for (int i = column; i < end; i++) {
          text.appendCodePoint(line[i].character());
        }
        pieces.add(new Piece(row, column, text.toString().stripTrailing(), cell.look()));
        column = end;
      }
      return pieces;
    }

    private static boolean goesOn(Cell[] line, int at, int look) {
      Cell cell = line[at];
      if (cell.character() == ' ') {
        return at + 1 < line.length
            && line[at + 1].character() != ' '
            && SIGNS.indexOf(line[at + 1].character()) < 0
            && line[at + 1].look() == look;
      }
      return SIGNS.indexOf(cell.character()) < 0 && cell.look() == look;
    }

    // ---- SVG

    private String style(Map<Life, List<Piece>> lives) {
      StringBuilder style = new StringBuilder();
      style.append(
          "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans Mono\","
              + "\"Liberation Mono\",monospace;white-space:pre}\n");
      Map<Integer, String> colours = new LinkedHashMap<>();
      colours.put(0, "#d6d9e6");
      colours.put(1, "#ffffff");
      colours.put(31, "#ff7a85");
      colours.put(32, "#7fd88f");
      colours.put(33, "#e8c26a");
      colours.put(34, "#86a8ff");
      colours.put(35, "#d7a1f0");
      colours.put(36, "#64d3e0");
      colours.put(90, "#9aa0b8");
      colours.forEach(
          (look, colour) ->
              style.append(
                  String.format(".c%d{fill:%s;color:%s}%n", look, colour, colour)));
      style.append(".c1{font-weight:bold}\n.s{fill:none;stroke:currentColor;stroke-width:2}\n");
      style.append(".h{visibility:hidden}\n");
      if (frames.size() > 1) {
        animate(style, lives);
      }
      return style.toString();
    }

    private void animate(StringBuilder style, Map<Life, List<Piece>> lives) {
      long whole = frames.get(frames.size() - 1).millis() + HOLD_MILLIS;
      style.append("@media (prefers-reduced-motion:no-preference){\n");
      style.append(
          String.format(
              Locale.ROOT,
              "g{animation-duration:%.2fs;animation-timing-function:step-end;"
                  + "animation-iteration-count:infinite}%n",
              whole / 1000.0));
      for (Life life : lives.keySet()) {
        if (isAlways(life)) {
          continue;
        }
        String name = name(life);
        style.append(".").append(name).append("{animation-name:").append(name).append("}\n");
        style.append("@keyframes ").append(name).append('{');
        if (life.from() > 0) {
          style.append("0%{visibility:hidden}");
        }
        style.append(percent(life.from(), whole)).append("{visibility:visible}");
        if (life.to() < frames.size()) {
          style.append(percent(life.to(), whole)).append("{visibility:hidden}");
        }
        style.append("}\n");
      }
      style.append("}\n");
    }

    private String percent(int frame, long whole) {
      double share = frame == 0 ? 0 : 100.0 * frames.get(frame).millis() / whole;
      return String.format(Locale.ROOT, "%.2f%%", share);
    }

    private boolean isAlways(Life life) {
      return life.from() == 0 && life.to() == frames.size();
    }

    private static String name(Life life) {
      return "f" + life.from() + "t" + life.to();
    }

    private void draw(StringBuilder svg, Life life, List<Piece> pieces) {
      String hidden = life.to() < frames.size() ? "h " : "";
      svg.append(
          isAlways(life) ? "<g>" : "<g class=\"" + hidden + name(life) + "\">");
      svg.append('\n');
      Map<Piece, Integer> runs = runs(pieces);
      runs.forEach((piece, length) -> svg.append(drawn(piece, length)).append('\n'));
      svg.append("</g>\n");
    }

    /** Equal signs side by side that live equally long are drawn as one. */
    private static Map<Piece, Integer> runs(List<Piece> pieces) {
      Map<Piece, Integer> runs = new LinkedHashMap<>();
      Map<Piece, Piece> firstByNext = new HashMap<>();
      for (Piece piece : pieces) {
        boolean isRun = piece.text().equals("\u2588") || piece.text().equals("\u2591");
        Piece first = isRun ? firstByNext.remove(piece) : null;
        if (first == null) {
          first = piece;
        }
        runs.merge(first, 1, Integer::sum);
        firstByNext.put(
            new Piece(piece.row(), piece.column() + 1, piece.text(), piece.look()), first);
      }
      return runs;
    }

    private static String drawn(Piece piece, int length) {
      double x = MARGIN + piece.column() * CELL_WIDTH;
      int y = BAR + MARGIN - 4 + piece.row() * CELL_HEIGHT;
      String colour = "c" + piece.look();
      double middle = x + CELL_WIDTH / 2;
      return switch (piece.text()) {
        case "\u2588" -> rect(colour, x, y, length, "");
        case "\u2591" -> rect(colour, x, y, length, " opacity=\".35\"");
        case "\u00b7" ->
            String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"1.6\"/>",
                colour, middle, y + 9);
        case "\u2714" ->
            String.format(
                Locale.ROOT,
                "<path class=\"%s s\" style=\"fill:none\" d=\"M%.1f %dl2.6 3 4-7\"/>",
                colour, x + 1, y + 9);
        case "\u2718" ->
            String.format(
                Locale.ROOT,
                "<path class=\"%s s\" style=\"fill:none\" d=\"M%.1f %dl6 8m0-8l-6 8\"/>",
                colour, x + 1.2, y + 5);
        default ->
            String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%d\" textLength=\"%.1f\""
                    + " lengthAdjust=\"spacingAndGlyphs\">%s</text>",
                colour,
                x,
                y + 14,
                piece.text().codePointCount(0, piece.text().length()) * CELL_WIDTH,
                escaped(piece.text()));
      };
    }

    private static String rect(String colour, double x, int y, int length, String more) {
      return String.format(
          Locale.ROOT,
          "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"12\"%s/>",
          colour, x, y + 3, length * CELL_WIDTH, more);
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }
}
