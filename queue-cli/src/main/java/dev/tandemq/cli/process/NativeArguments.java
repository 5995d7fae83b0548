package dev.tandemq.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands arguments to a child byte for byte, although Java only takes text. Text that survives
 * Java's way there is given as it is. Anything else is written with octal escapes in ASCII and put
 * back by a shell, which then becomes the command itself; so the process id stays the same.
 */
final class NativeArguments {

  // The full stop keeps line feeds at the end, which a command substitution would cut off.
  private static final String DECODE =
      "tandem_left=$#; while [ \"$tandem_left\" -gt 0 ]; do"
          + " tandem_argument=$(printf '%b.' \"$1\"); shift;"
          + " set -- \"$@\" \"${tandem_argument%.}\"; tandem_left=$((tandem_left - 1)); done;"
          + " exec \"$@\"";

  private final boolean utf8;

  private NativeArguments(boolean utf8) {
    this.utf8 = utf8;
  }

  /** For this Java as it was started. */
  static NativeArguments ofThisProcess() {
    // Releases differ in which of the two the child's arguments are written with.
    return new NativeArguments(
        Charset.defaultCharset().equals(UTF_8)
            && "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")));
  }

  /** For a Java that writes arguments in UTF-8, or one of which only ASCII can be trusted. */
  static NativeArguments forTest(boolean utf8) {
    return new NativeArguments(utf8);
  }

  /** What to give to Java so that a child gets these arguments. */
  List<String> encode(List<byte[]> arguments) {
    List<String> texts = new ArrayList<>(arguments.size() + 4);
    for (byte[] argument : arguments) {
      if (!survives(argument)) {
        return throughShell(arguments);
      }
      texts.add(new String(argument, UTF_8));
    }
    return texts;
  }

  private boolean survives(byte[] argument) {
    for (byte b : argument) {
      if (b < 0) {
        return utf8 && isUtf8(argument);
      }
    }
    return true;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static List<String> throughShell(List<byte[]> arguments) {
    List<String> texts = new ArrayList<>(List.of("/bin/sh", "-c", DECODE, "sh"));
    for (byte[] argument : arguments) {
      texts.add(escaped(argument));
    }
    return texts;
  }

  private static String escaped(byte[] argument) {
    StringBuilder text = new StringBuilder(argument.length + 16);
    for (byte b : argument) {
      if (b < ' ' || b == '\\' || b == 0x7f) {
        text.append("\\0")
            .append((char) ('0' + ((b >> 6) & 3)))
            .append((char) ('0' + ((b >> 3) & 7)))
            .append((char) ('0' + (b & 7)));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
