package dev.tandemq.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;

/** One JSON value per line, and bytes in JSON: as text where they are UTF-8, else in Base64. */
public final class JsonText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private JsonText() {}

  /** A line of JSON. */
  public static Console.Content line(Value value) {
    return out -> {
      writeValue(out, value);
      out.write('\n');
    };
  }

  private static void writeValue(OutputStream out, Value value) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.writeTo(json);
    }
  }

  /** Writes a field {@code name} with text, or a field {@code nameBase64} when it is none. */
  static void writeBytes(JsonGenerator json, String name, Source source) throws IOException {
    if (isUtf8(source)) {
      json.writeFieldName(name);
      try (Reader reader = reader(source.open())) {
        json.writeString(reader, -1);
      }
      return;
    }
    json.writeFieldName(name + "Base64");
    try (InputStream in = source.open()) {
      json.writeBinary(in, -1);
    }
  }

  static void writeBytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
    writeBytes(json, name, () -> new ByteArrayInputStream(bytes));
  }

  private static boolean isUtf8(Source source) throws IOException {
    try (Reader reader = reader(source.open())) {
      return reader.transferTo(Writer.nullWriter()) >= 0;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Refuses what is no UTF-8; a charset by name would replace it in silence. */
  private static Reader reader(InputStream in) {
    return new InputStreamReader(in, UTF_8.newDecoder());
  }

  /** Bytes that can be read again and again. */
  @FunctionalInterface
  interface Source {

    InputStream open() throws IOException;
  }

  /** What writes one JSON value. */
  @FunctionalInterface
  public interface Value {

    /** Writes it. */
    void writeTo(JsonGenerator json) throws IOException;
  }
}
