package dev.tandemq.cli.process;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command as the user typed it: what is run, and its arguments, in which {@code {}} stands for
 * the line. All in bytes, so that a line goes through unchanged.
 */
public final class CommandTemplate {

  private final List<byte[]> command;
  private final boolean takesLineAsArgument;

  /**
   * Makes a template.
   *
   * @param command the command, then its arguments; not empty
   */
  public CommandTemplate(List<byte[]> command) {
    this.command = List.copyOf(command);
    this.takesLineAsArgument =
        command.stream().skip(1).anyMatch(argument -> indexOfPlace(argument, 0) >= 0);
  }

  /** Whether the line takes the place of {@code {}}; else it goes to standard input. */
  public boolean takesLineAsArgument() {
    return takesLineAsArgument;
  }

  /**
   * The command for a line. What is run is never replaced, only its arguments.
   *
   * @throws CannotRunException when the line holds a NUL byte and should be an argument
   */
  public List<byte[]> expand(byte[] line) throws CannotRunException {
    if (!takesLineAsArgument) {
      return command;
    }
    for (byte b : line) {
      if (b == 0) {
        throw new CannotRunException(
            "the line holds a NUL byte, which no argument can; without {} it goes to standard"
                + " input");
      }
    }
    List<byte[]> expanded = new ArrayList<>(command.size());
    expanded.add(command.get(0));
    for (byte[] argument : command.subList(1, command.size())) {
      expanded.add(replacePlaces(argument, line));
    }
    return expanded;
  }

  private static byte[] replacePlaces(byte[] argument, byte[] line) {
    int place = indexOfPlace(argument, 0);
    if (place < 0) {
      return argument;
    }
    if (argument.length == 2) {
      return line;
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream(argument.length + line.length);
    int from = 0;
    while (place >= 0) {
      result.writeBytes(Arrays.copyOfRange(argument, from, place));
      result.writeBytes(line);
      from = place + 2;
      place = indexOfPlace(argument, from);
    }
    result.writeBytes(Arrays.copyOfRange(argument, from, argument.length));
    return result.toByteArray();
  }

  private static int indexOfPlace(byte[] argument, int from) {
    for (int i = from; i + 1 < argument.length; i++) {
      if (argument[i] == '{' && argument[i + 1] == '}') {
        return i;
      }
    }
    return -1;
  }
}
