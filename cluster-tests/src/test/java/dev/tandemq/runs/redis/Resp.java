package dev.tandemq.runs.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One request or answer in Redis' protocol, of the types that version 2 has.
 *
 * @param type its first byte
 * @param text of a line, a number or a bulk string, each byte a char; empty for nil and lists
 * @param parts of a list
 * @param raw as it was sent
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Resp(char type, String text, List<Resp> parts, byte[] raw) {

  /** Reads the next one; bytes that are read are gone, also when it is not whole. */
  static Resp read(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    Resp read = read(in, raw);
    return new Resp(read.type(), read.text(), read.parts(), raw.toByteArray());
  }

  private static Resp read(InputStream in, ByteArrayOutputStream raw) throws IOException {
    String line = line(in, raw);
    char type = line.charAt(0);
    String rest = line.substring(1);
    return switch (type) {
      case '+', '-', ':' -> new Resp(type, rest, List.of(), new byte[0]);
      case '$' -> new Resp(type, bulk(in, raw, Integer.parseInt(rest)), List.of(), new byte[0]);
      case '*' -> {
        List<Resp> parts = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          parts.add(read(in, raw));
        }
        yield new Resp(type, "", parts, new byte[0]);
      }
      default -> throw new IOException("not version 2 of the protocol: " + line);
    };
  }

  private static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection has ended");
      }
      raw.write(b);
      if (b == '\n') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) b);
    }
  }

  private static String bulk(InputStream in, ByteArrayOutputStream raw, int length)
      throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection has ended");
    }
    raw.write(bytes);
    return new String(bytes, 0, length, ISO_8859_1);
  }

  boolean isError() {
    return type == '-';
  }

  /** The text of a part, empty when there is none. */
  String part(int index) {
    return index < parts.size() ? parts.get(index).text() : "";
  }

  /** How many parts a part has. */
  int sizeOf(int index) {
    return index < parts.size() ? parts.get(index).parts().size() : 0;
  }
}
