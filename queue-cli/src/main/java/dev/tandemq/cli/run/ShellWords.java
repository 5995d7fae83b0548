package dev.tandemq.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/**
 * A command as a shell takes it, on one line whatever its words hold. What is no plain text
 * (control characters, line ends, bytes that are no UTF-8, characters that nobody sees) is written
 * as {@code $'\ooo'}, which bash, zsh and ksh know.
 */
final class ShellWords {

  private static final String PLAIN = "_@%+:,./-";

  private ShellWords() {}

  /** All words, with a space between. */
  static byte[] of(List<byte[]> command) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte[] word : command) {
      boolean isFirst = line.size() == 0;
      if (!isFirst) {
        line.write(' ');
      }
      // An equals sign in the first word would make it an assignment.
      line.writeBytes(isPlain(word, isFirst ? PLAIN : PLAIN + "=") ? word : quoted(word));
    }
    return line.toByteArray();
  }

  /** One word. */
  static byte[] quote(byte[] word) {
    return isPlain(word, PLAIN) ? word : quoted(word);
  }

  private static boolean isPlain(byte[] word, String plain) {
    for (byte b : word) {
      boolean isLetterOrDigit =
          (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
      if (!isLetterOrDigit && plain.indexOf(b) < 0) {
        return false;
      }
    }
    return word.length > 0;
  }

  private static byte[] quoted(byte[] word) {
    return isText(word) ? inQuotes(word) : inEscapes(word);
  }

  private static boolean isText(byte[] word) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(word))
          .codePoints()
          .allMatch(ShellWords::isVisible);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static byte[] inQuotes(byte[] word) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(word.length + 2);
    text.write('\'');
    for (byte b : word) {
      if (b == '\'') {
        text.writeBytes("'\\''".getBytes(UTF_8));
      } else {
        text.write(b);
      }
    }
    text.write('\'');
    return text.toByteArray();
  }

  private static byte[] inEscapes(byte[] word) {
    StringBuilder text = new StringBuilder("$'");
    for (byte b : word) {
      if (b < ' ' || b == 0x7f) { // bytes from 0x80 on are negative
        text.append(String.format("\\%03o", b & 0xff));
      } else {
        text.append(b == '\'' || b == '\\' ? "\\" : "").append((char) b);
      }
    }
    return text.append('\'').toString().getBytes(UTF_8);
  }
}
