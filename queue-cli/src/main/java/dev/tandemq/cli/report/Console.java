package dev.tandemq.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.process.CapturedOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The two outputs of this process, and the one line at the bottom of a terminal that is redrawn.
 * Bytes go through unchanged. Trouble with standard output is reported, trouble with standard error
 * is not, since nobody could be told. Safe for concurrent use.
 */
public final class Console {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final OutputStream out;
  private final OutputStream err;
  private final boolean outIsTerminal;
  private boolean atLineStart = true; // guarded by this
  private boolean errAtLineStart = true; // guarded by this
  private boolean statusShown; // guarded by this
  private boolean statusEnded; // guarded by this

  /**
   * Makes a console.
   *
   * @param outIsTerminal whether what is written to {@code out} is seen on the same terminal
   */
  public Console(OutputStream out, OutputStream err, boolean outIsTerminal) {
    this.out = new Guarded(out);
    this.err = err;
    this.outIsTerminal = outIsTerminal;
  }

  /** Writes to standard output and flushes it. */
  public synchronized void print(Content content) throws IOException {
    clearStatus();
    content.writeTo(out);
    out.flush();
  }

  /** Writes what a command wrote to standard output. */
  public synchronized void printOutput(CapturedOutput output) throws IOException {
    if (output.size() > 0) {
      print(output::writeTo);
      if (outIsTerminal) {
        atLineStart = endsLine(output);
      }
    }
  }

  /** Writes what a command wrote to standard error. */
  public synchronized void printErrors(CapturedOutput output) throws IOException {
    if (output.size() == 0) {
      return;
    }
    clearStatus();
    try (var in = output.open()) {
      byte[] chunk = new byte[8192];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        writeError(chunk, length);
      }
    }
    errAtLineStart = endsLine(output);
    atLineStart = errAtLineStart;
  }

  private static boolean endsLine(CapturedOutput output) throws IOException {
    return output.tail(1)[0] == '\n';
  }

  /** Writes a line of our own to standard error, never into an unfinished one of a command. */
  public synchronized void message(String line) {
    clearStatus();
    byte[] bytes = ((errAtLineStart ? "" : "\n") + line + "\n").getBytes(UTF_8);
    writeError(bytes, bytes.length);
    errAtLineStart = true;
    atLineStart = true;
  }

  /** Draws the line at the bottom anew; not while the cursor stands behind text of a command. */
  public synchronized void status(String text) {
    if (atLineStart && !statusEnded) {
      byte[] bytes = (CLEAR_LINE + text).getBytes(UTF_8);
      writeError(bytes, bytes.length);
      statusShown = true;
    }
  }

  /** Takes the line at the bottom away for good: whoever draws on another thread may be late. */
  public synchronized void endStatus() {
    statusEnded = true;
    clearStatus();
  }

  /** Takes the line at the bottom away. */
  public synchronized void clearStatus() {
    if (statusShown) {
      writeError(CLEAR_LINE.getBytes(UTF_8), CLEAR_LINE.length());
      statusShown = false;
    }
  }

  private void writeError(byte[] bytes, int length) {
    try {
      err.write(bytes, 0, length);
      err.flush();
    } catch (IOException e) {
      // Nobody is left who could be told.
    }
  }

  /** Tells trouble with standard output from trouble with what is written there. */
  private static final class Guarded extends OutputStream {

    private final OutputStream out;

    Guarded(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }
  }

  /** What is written in one piece. */
  @FunctionalInterface
  public interface Content {

    /** Writes it. */
    void writeTo(OutputStream out) throws IOException;
  }
}
