package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of this process in bytes. Java decodes them by the locale, and what does not fit is
 * lost; the system still has them.
 */
final class RawArguments {

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /**
   * The bytes behind the arguments that Java gave us.
   *
   * @return as many as there are arguments, in their order
   */
  static List<byte[]> of(List<String> arguments) {
    try {
      // In this charset each byte is one character.
      String all = new String(Files.readAllBytes(COMMAND_LINE), ISO_8859_1);
      return from(all, arguments);
    } catch (IOException e) {
      return inUtf8(arguments);
    }
  }

  static List<byte[]> from(String commandLine, List<String> arguments) {
    String[] parts = commandLine.split("\0", -1);
    // Each argument ends with NUL, so the last part is what comes after the last one: nothing.
    int from = parts.length - 1 - arguments.size();
    if (from < 0) {
      return inUtf8(arguments);
    }
    List<byte[]> raw = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String part = parts[from + i];
      if (isAscii(arguments.get(i)) && isAscii(part) && !part.equals(arguments.get(i))) {
        return inUtf8(arguments); // not our arguments, whatever they are
      }
      raw.add(part.getBytes(ISO_8859_1));
    }
    return raw;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 0x80);
  }

  private static List<byte[]> inUtf8(List<String> arguments) {
    return arguments.stream().map(argument -> argument.getBytes(UTF_8)).toList();
  }
}
