package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.demo.TerminalSize;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.Redraw;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Lookout} writes on. For one thread. */
sealed interface Sheet extends AutoCloseable {

  /** Something was found, once more or for the first time. */
  void found(Watching.Look look) throws IOException;

  /** The backend does not answer, for the given reason. */
  void trouble(String reason) throws IOException;

  @Override
  void close();

  /** Keeps what was written: writes what has changed behind it, and trouble to standard error. */
  final class Paper implements Sheet {

    private final Console console;
    private final String between;
    private @Nullable Object last;
    private boolean isTroubled;

    /**
     * An empty one.
     *
     * @param between what stands between two texts
     */
    Paper(Console console, String between) {
      this.console = console;
      this.between = between;
    }

    @Override
    public void found(Watching.Look look) throws IOException {
      if (isTroubled) {
        isTroubled = false;
        console.message("tandem: the backend answers again");
      }
      if (look.essence().equals(last)) {
        return;
      }
      String separator = last == null ? "" : between;
      last = look.essence();
      console.print(out -> out.write((separator + look.text()).getBytes(UTF_8)));
    }

    @Override
    public void trouble(String reason) {
      if (!isTroubled) {
        isTroubled = true;
        console.message("tandem: the backend does not answer, trying again: " + reason);
      }
    }

    @Override
    public void close() {
      // What was written stays.
    }
  }

  /** Is wiped each time: a terminal on which the latest stands, with trouble above it. */
  final class Slate implements Sheet {

    private final Console console;
    private String latest = "";
    private boolean isBegun;

    /** One that nothing was drawn on. */
    Slate(Console console) {
      this.console = console;
    }

    @Override
    public void found(Watching.Look look) throws IOException {
      latest = look.text();
      draw(Optional.empty());
    }

    @Override
    public void trouble(String reason) throws IOException {
      draw(Optional.of("the backend does not answer, trying again: " + reason));
    }

    private void draw(Optional<String> note) throws IOException {
      String text = note.map(line -> line + "\n\n").orElse("") + latest;
      int rows = TerminalSize.ask().rows();
      String begin = isBegun ? "" : Redraw.begin();
      isBegun = true;
      String frame = begin + Redraw.frame(text, rows);
      console.print(out -> out.write(frame.getBytes(UTF_8)));
    }

    /** Gives the terminal back and leaves on it what was seen last. */
    @Override
    public void close() {
      if (!isBegun) {
        return;
      }
      String last = Redraw.end() + latest;
      try {
        console.print(out -> out.write(last.getBytes(UTF_8)));
      } catch (IOException e) {
        // Then there is no terminal to be given back.
      }
    }
  }
}
