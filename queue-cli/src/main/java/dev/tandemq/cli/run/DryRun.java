package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.input.LineReader;
import dev.tandemq.cli.process.CannotRunException;
import dev.tandemq.cli.process.CommandTemplate;
import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.OutputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Shows what {@code tandem run} would run, one command per line and fit for a shell, and runs
 * nothing.
 */
public final class DryRun {

  private final CommandTemplate command;
  private final LineReader reader;
  private final Console console;

  /** Makes a dry run; nothing is read before {@link #run}. */
  public DryRun(CommandTemplate command, InputStream input, boolean nulSeparated, Console console) {
    this.command = command;
    this.reader = new LineReader(input, Feeder.LINE_LIMIT, nulSeparated);
    this.console = console;
  }

  /**
   * Reads all input and shows the commands.
   *
   * @return the exit status
   */
  public int run() {
    long jobs = 0;
    try {
      for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
        show(line.get());
        jobs++;
      }
    } catch (OutputException e) {
      return OutputTrouble.exitCode(e, console);
    } catch (IOException e) {
      console.message("tandem: cannot read standard input: " + e.getMessage());
      return ExitCode.FAILED;
    }
    console.message("dry run: " + jobs + " jobs, nothing was run");
    return ExitCode.OK;
  }

  private void show(Line line) throws IOException {
    if (!line.isWhole()) {
      fails(line, Feeder.tooLong(line));
      return;
    }
    try {
      byte[] text = pasteable(line.bytes());
      console.print(out -> out.write(text));
    } catch (CannotRunException e) {
      fails(line, String.valueOf(e.getMessage()));
    }
  }

  private void fails(Line line, String why) {
    console.message("line " + line.number() + " would fail: " + why);
  }

  private byte[] pasteable(byte[] line) throws CannotRunException {
    byte[] words = ShellWords.of(command.expand(line));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (command.takesLineAsArgument()) {
      text.writeBytes(words);
      text.writeBytes(" </dev/null".getBytes(UTF_8));
    } else {
      text.writeBytes(printing(line));
      text.writeBytes(" | ".getBytes(UTF_8));
      text.writeBytes(words);
    }
    text.write('\n');
    return text.toByteArray();
  }

  /** No argument holds NUL, so a line that does is spelt out for printf. */
  private static byte[] printing(byte[] line) {
    for (byte b : line) {
      if (b == 0) {
        return ("printf '%b\\n' '" + octal(line) + "'").getBytes(UTF_8);
      }
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("printf '%s\\n' ".getBytes(UTF_8));
    text.writeBytes(ShellWords.quote(line));
    return text.toByteArray();
  }

  private static String octal(byte[] line) {
    StringBuilder text = new StringBuilder();
    for (byte b : line) {
      boolean isLetterOrDigit = b > 0 && Character.isLetterOrDigit(b);
      text.append(isLetterOrDigit ? String.valueOf((char) b) : String.format("\\0%03o", b & 0xff));
    }
    return text.toString();
  }
}
