package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.tandemq.engine.settings.Defaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What stands around a payload: the version of its form, and the data.
 *
 * <pre>{"v":2,"data":{"to":"ada@example.org"}}</pre>
 *
 * @param version 1 or more
 * @param data never null in JSON's sense
 */
record Envelope(int version, JsonNode data) {

  private static final String VERSION = "v";
  private static final String DATA = "data";

  /**
   * Writes the value into an envelope.
   *
   * @throws IOException when it cannot be written, or could not be read again
   */
  static byte[] write(ObjectMapper json, ObjectWriter writer, int version, Object value)
      throws IOException {
    LimitedBytes bytes = new LimitedBytes(Defaults.PAYLOAD_LIMIT_BYTES);
    try (JsonGenerator generator = json.createGenerator(bytes)) {
      generator.writeStartObject();
      generator.writeNumberField(VERSION, version);
      generator.writeFieldName(DATA);
      writer.writeValue(generator, value);
      generator.writeEndObject();
    }
    byte[] written = bytes.toByteArray();
    checkReadable(json, written);
    return written;
  }

  /** Meets the limits of reading now, when the pusher can still be told. */
  private static void checkReadable(ObjectMapper json, byte[] written) throws IOException {
    try (JsonParser parser = json.createParser(written)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (token == JsonToken.VALUE_NULL
            && parser.getParsingContext().getParent().inRoot()
            && DATA.equals(parser.currentName())) {
          throw new NullDataException();
        }
        token = parser.nextToken();
      }
    }
  }

  /** The value has the form null. */
  static final class NullDataException extends IOException {

    private static final long serialVersionUID = 1L;
  }

  /**
   * Takes the envelope apart.
   *
   * @throws UnreadableException when the bytes are none
   */
  static Envelope read(ObjectMapper json, byte[] bytes) throws UnreadableException {
    JsonNode envelope;
    try {
      envelope = json.readTree(text(bytes));
    } catch (MismatchedInputException e) {
      throw new UnreadableException("payload goes on after its end");
    } catch (IOException | StackOverflowError e) {
      throw new UnreadableException(JsonTrouble.reason(e));
    }
    if (!envelope.isObject()) {
      throw new UnreadableException(
          envelope.isMissingNode()
              ? "payload is empty"
              : "payload is a JSON "
                  + envelope.getNodeType()
                  + ", not an envelope with v and data: was it pushed as a raw one?");
    }
    return new Envelope(version(envelope.path(VERSION)), data(envelope.path(DATA)));
  }

  /** Strictly: the library would guess at encodings and let a byte order mark pass. */
  private static String text(byte[] bytes) throws UnreadableException {
    if (bytes.length > Defaults.PAYLOAD_LIMIT_BYTES) {
      throw new UnreadableException(
          "payload has " + bytes.length + " bytes; the limit is " + Defaults.PAYLOAD_LIMIT_BYTES);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("payload is not UTF-8");
    }
    if (text.startsWith("\ufeff")) {
      throw new UnreadableException("payload begins with a byte order mark, not with JSON");
    }
    return text;
  }

  private static int version(JsonNode version) throws UnreadableException {
    if (version.isMissingNode()) {
      throw new UnreadableException(
          "payload has no version, v, around its data: was it pushed as a raw one?");
    }
    if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
      throw new UnreadableException("payload has a version, v, that is no whole number from 1");
    }
    return version.intValue();
  }

  private static JsonNode data(JsonNode data) throws UnreadableException {
    if (data.isMissingNode() || data.isNull()) {
      throw new UnreadableException(
          data.isNull() ? "payload has null for data" : "payload has no data");
    }
    return data;
  }
}
