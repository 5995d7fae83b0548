package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.error.CorruptJobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptJobTest {

  private static final String START =
      "{\"createdAt\":\"2026-01-01T00:00:00Z\",\"id\":\"0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071\","
          + "\"payload\":\"\"";

  private final JacksonJobCodec codec = new JacksonJobCodec();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "queue|5",
        "queue|true",
        "queue|null",
        "type|5",
        "type|null",
        "type|true",
        "priority|\"high\"",
        "priority|null",
        "priority|1.7",
        "priority|[]",
        "priority|{}",
        "priority|true",
        "priority|4294967296",
        "priority|18446744073709551616",
        "maxAttempts|4294967299",
        "maxAttempts|2.9",
        "uniqueKey|null",
        "uniqueKey|5",
        "tags|[]",
        "tags|[\"a\"]",
        "tags|\"a\"",
        "tags|5",
        "tags|null",
        "tags|{\"k\":5}",
        "tags|{\"k\":null}",
        "tags|{\"k\":{\"a\":\"b\"}}",
        "tags|{\"k\":[\"a\"]}",
        "headers|[]",
        "headers|{\"k\":5}",
        "headers|null",
        "v|\"1\"",
        "v|1.5",
        "v|true",
        "v|4294967297",
      })
  void wrongTypeIsCorrupt(String field, String value) {
    String queue = field.equals("queue") ? "" : ",\"queue\":\"mail\"";
    String version = field.equals("v") ? "" : ",\"v\":1";
    String text = START + queue + version + ",\"" + field + "\":" + value + "}";

    assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(CorruptJobException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"queue\":\"mail\",\"queue\":\"other\",\"v\":1}",
        ",\"queue\":\"mail\",\"v\":2,\"v\":1}",
        ",\"queue\":\"mail\",\"v\":1,\"tags\":{\"a\":\"1\",\"a\":\"2\"}}",
        ",\"queue\":\"mail\",\"v\":1,\"payload\":\"aGk=\"}",
      })
  void duplicateKeyIsCorrupt(String rest) {
    assertThatThrownBy(() -> codec.decode((START + rest).getBytes(UTF_8)))
        .isInstanceOf(CorruptJobException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "{}", "}", " [", "\u0000"})
  void whatFollowsTheJobIsCorrupt(String tail) {
    String text = START + ",\"queue\":\"mail\",\"v\":1}" + tail;

    assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(CorruptJobException.class);
  }

  @Test
  void payloadThatIsNoTextIsToldWithoutTalkOfNull() {
    String text =
        START.replace("\"payload\":\"\"", "\"payload\":5") + ",\"queue\":\"mail\",\"v\":1}";

    assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("payload")
        .hasMessageNotContaining("null");
  }

  @Test
  void missingFieldIsNamedAndNotTheWordsOfALibrary() {
    assertThatThrownBy(() -> codec.decode("{\"v\":1}".getBytes(UTF_8)))
        .hasMessageNotContaining("ObjectNode");
  }
}
