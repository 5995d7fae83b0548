package dev.tandemq.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Foreign text made fit for one line on a terminal: whatever could move the cursor, change the
 * colour or the direction of writing, or break the line is written as an escape.
 */
public final class Printable {

  private static final String CUT = "...";

  private Printable() {}

  /**
   * Bytes in quotes, at most so many characters of them; what is no UTF-8 is shown as {@code \xNN}.
   */
  public static String quoted(byte[] bytes, int most) {
    StringBuilder text = new StringBuilder("\"");
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(most + 1);
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int room = most;
    while (in.hasRemaining() && room > 0) {
      // Room for the second half of a pair, and for seeing that there is more than fits.
      out.clear().limit(room + 1);
      CoderResult result = decoder.decode(in, out, true);
      int[] characters = out.flip().codePoints().toArray();
      for (int i = 0; i < Math.min(room, characters.length); i++) {
        append(text, characters[i], true);
      }
      room -= characters.length;
      if (result.isError() && room > 0) {
        for (int i = 0; i < result.length(); i++) {
          appendByte(text, in.get());
        }
        room--;
      }
      decoder.reset();
    }
    boolean isCut = in.hasRemaining() || room < 0;
    return text.append('"').append(isCut ? CUT : "").toString();
  }

  /** Text on one line; of what is too long the end, where error messages have their point. */
  public static String line(String text, int most) {
    String stripped = text.strip();
    int from = Math.max(0, stripped.length() - most);
    StringBuilder line = new StringBuilder(from > 0 ? CUT : "");
    stripped.substring(from).codePoints().forEach(character -> append(line, character, false));
    return line.toString();
  }

  private static void append(StringBuilder text, int character, boolean inQuotes) {
    switch (character) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '"' -> text.append(inQuotes ? "\\\"" : "\"");
      case '\\' -> text.append(inQuotes ? "\\\\" : "\\");
      default -> {
        if (character < 0x80 && Character.isISOControl(character)) {
          appendByte(text, (byte) character);
        } else if (isInvisible(character)) {
          text.append(String.format("\\u{%x}", character));
        } else {
          text.appendCodePoint(character);
        }
      }
    }
  }

  private static void appendByte(StringBuilder text, byte value) {
    text.append(String.format("\\x%02x", value));
  }

  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
