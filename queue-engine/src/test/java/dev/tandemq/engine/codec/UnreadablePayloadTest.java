package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.JobType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no payload of its type is said to be none, with the reason and without its content. */
final class UnreadablePayloadTest {

  enum Urgency {
    LOW,
    HIGH
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about
  record Mail(
      String to,
      int copies,
      boolean urgent,
      Instant at,
      Duration within,
      Urgency urgency,
      Optional<Long> size,
      List<Integer> pages,
      Map<String, Integer> counts,
      BigInteger big,
      byte[] content) {}

  record Refusing(String text) {
    Refusing {
      throw new IllegalArgumentException("no " + text);
    }
  }

  record Failing(String text) {
    Failing {
      throw new AssertionError("no " + text);
    }
  }

  record Calling(String text) {
    Calling {
      Calling unused = new Calling(text + "x");
    }
  }

  private static final JobType<Mail> MAIL = JobType.of("mail", Mail.class);

  private final Payloads payloads = new Payloads();

  static Stream<Arguments> foreign() {
    String nested = "[".repeat(1_000_000);
    return Stream.of(
        arguments("nothing", "", "payload is empty"),
        arguments("white space", " \r\n\t", "payload is empty"),
        arguments("null", "null", "is a JSON NULL, not an envelope"),
        arguments("a text", "\"secret\"", "is a JSON STRING, not an envelope"),
        arguments("a number", "5", "is a JSON NUMBER, not an envelope"),
        arguments("a list", "[]", "is a JSON ARRAY, not an envelope"),
        arguments("no envelope", "{\"to\":\"secret\"}", "pushed as a raw one"),
        arguments("words", "secret words", "not JSON, at character"),
        arguments("XML", "<secret/>", "not JSON, at character"),
        arguments("a comment", "/* secret */ {\"v\":1,\"data\":{}}", "not JSON"),
        arguments("single quotes", "{'v':1,'data':{}}", "not JSON"),
        arguments("no quotes", "{v:1,data:{}}", "not JSON"),
        arguments("a comma too many", "{\"v\":1,\"data\":{},}", "not JSON"),
        arguments("half of it", "{\"v\":1,\"data\":{\"to\":\"secr", "ends before its end"),
        arguments("something after it", "{\"v\":1,\"data\":{}} secret", "not JSON"),
        arguments(
            "two of it", "{\"v\":1,\"data\":{}}{\"v\":1,\"data\":{}}", "goes on after its end"),
        arguments("two versions", "{\"v\":1,\"v\":1,\"data\":{}}", "has a field twice"),
        arguments("one field twice", data("{\"to\":\"secret\",\"to\":\"b\"}"), "field twice"),
        arguments("an unknown one twice", data("{\"secret\":1,\"secret\":2}"), "field twice"),
        arguments("a BOM", "\ufeff" + data("{}"), "byte order mark"),
        arguments("a NUL", "\u0000" + data("{}"), "not JSON"),
        arguments("NaN", data("NaN"), "not JSON"),
        arguments("no version", "{\"data\":{}}", "no version"),
        arguments("version 0", "{\"v\":0,\"data\":{}}", "no whole number from 1"),
        arguments("version -1", "{\"v\":-1,\"data\":{}}", "no whole number from 1"),
        arguments("version 1.0", "{\"v\":1.0,\"data\":{}}", "no whole number from 1"),
        arguments("version as text", "{\"v\":\"1\",\"data\":{}}", "no whole number from 1"),
        arguments("version null", "{\"v\":null,\"data\":{}}", "no whole number from 1"),
        arguments("version too large", "{\"v\":4294967297,\"data\":{}}", "no whole number"),
        arguments("version of the future", "{\"v\":2,\"data\":{}}", "update it first"),
        arguments("no data", "{\"v\":1}", "has no data"),
        arguments("null as data", data("null"), "has null for data"),
        arguments("depth in a list", nested, "deeper than 100"),
        arguments("depth in data", data(nested), "deeper than 100"),
        arguments("depth in what is skipped", data("{\"zzz\":" + nested + "}"), "deeper than 100"),
        arguments("a long number", data("{\"copies\":" + "9".repeat(1001) + "}"), "1001"),
        arguments("a long fraction", data("{\"zzz\":0." + "9".repeat(1001) + "}"), "limit"),
        arguments("a long name", data("{\"" + "n".repeat(10_001) + "\":1}"), "limit"),
        arguments("too many bytes", data("{}") + " ".repeat(1 << 20), "the limit is 1048576"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void foreignTextIsUnreadable(String what, String payload, String reason) {
    assertUnreadable(what, MAIL, payload.getBytes(UTF_8), reason);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments("{\"copies\":\"secret\"}", "data.copies does not fit int"),
        arguments("{\"copies\":\"5\"}", "data.copies does not fit int"),
        arguments("{\"copies\":1.5}", "data.copies"),
        arguments("{\"copies\":4294967296}", "data.copies"),
        arguments("{\"copies\":[]}", "data.copies does not fit int"),
        arguments("{\"urgent\":\"secret\"}", "data.urgent does not fit boolean"),
        arguments("{\"urgent\":1}", "data.urgent"),
        arguments("{\"to\":{\"secret\":1}}", "data.to does not fit java.lang.String"),
        arguments("{\"to\":5}", "data.to does not fit java.lang.String"),
        arguments("{\"to\":1.5}", "data.to does not fit java.lang.String"),
        arguments("{\"to\":true}", "data.to does not fit java.lang.String"),
        arguments("{\"at\":\"secret\"}", "data.at does not fit java.time.Instant"),
        arguments("{\"at\":\"2026-02-30T00:00:00Z\"}", "data.at"),
        arguments("{\"at\":\"+9999999999-01-01T00:00:00Z\"}", "data.at"),
        arguments("{\"within\":\"P1Y\"}", "data.within"),
        arguments("{\"within\":\"PT99999999999999999999S\"}", "data.within"),
        arguments("{\"urgency\":\"SECRET\"}", "data.urgency"),
        arguments("{\"urgency\":0}", "data.urgency"),
        arguments("{\"size\":\"secret\"}", "data.size"),
        arguments("{\"pages\":[1,\"secret\"]}", "data.pages[1]"),
        arguments("{\"pages\":{\"secret\":1}}", "data.pages"),
        arguments("{\"counts\":{\"secret\":\"x\"}}", "data.counts.*"),
        arguments("{\"big\":1e999999999}", "data.big"),
        arguments("{\"content\":\"***\"}", "data.content"),
        arguments("{\"content\":5}", "data.content"),
        arguments("\"secret\"", "data"),
        arguments("[\"secret\"]", "data does not fit"),
        arguments("5", "data"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void dataThatDoesNotFitIsUnreadableAndItsPlaceNamed(String json, String reason) {
    assertUnreadable(json, MAIL, data(json).getBytes(UTF_8), reason);
  }

  @Test
  void classThatRefusesIsNamedAndItsWordsAreNotRepeated() {
    byte[] payload = data("{\"text\":\"secret\"}").getBytes(UTF_8);

    assertUnreadable(
        "exception", JobType.of("mail", Refusing.class), payload, "IllegalArgumentException at");
    assertUnreadable("error", JobType.of("mail", Failing.class), payload, "AssertionError at");
    assertUnreadable("recursion", JobType.of("mail", Calling.class), payload, "payload");
  }

  @Test
  void bytesInAnotherEncodingAreUnreadable() {
    assertUnreadable("Latin 1", MAIL, data("{\"to\":\"é\"}").getBytes(ISO_8859_1), "not UTF-8");
    assertUnreadable("UTF-16 with BOM", MAIL, data("{}").getBytes(UTF_16), "not UTF-8");
    assertUnreadable("UTF-16", MAIL, data("{}").getBytes(UTF_16LE), "not JSON");
    byte[] overlong = data("{\"to\":\"??\"}").getBytes(UTF_8);
    int at = new String(overlong, UTF_8).indexOf("??");
    overlong[at] = (byte) 0xc0;
    overlong[at + 1] = (byte) 0xaf;
    assertUnreadable("overlong", MAIL, overlong, "not UTF-8");
    assertUnreadable(
        "Java", MAIL, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'}, "not UTF-8");
  }

  @Test
  void everyTruncationIsUnreadable() {
    byte[] whole = data("{\"to\":\"é😀\",\"copies\":12,\"pages\":[1,2]}").getBytes(UTF_8);

    for (int length = 0; length < whole.length; length++) {
      assertUnreadable("first " + length, MAIL, Arrays.copyOf(whole, length), "payload ");
    }
  }

  @Test
  void jobOfAnotherTypeIsTheCallersMistake() {
    JobType<String> other = JobType.of("letter", String.class);

    assertThatThrownBy(() -> payloads.codec.read(other, Payloads.job(MAIL, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of type mail, not letter");
  }

  private void assertUnreadable(String what, JobType<?> type, byte[] payload, String reason) {
    assertThatThrownBy(() -> payloads.read(type, payload))
        .as(what)
        .isInstanceOf(CorruptJobException.class)
        .hasMessageStartingWith(
            "Job[mail/" + Payloads.ID + " mail, " + payload.length + " bytes]: ")
        .hasMessageContaining(reason)
        .hasNoCause()
        .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
        .doesNotContainIgnoringCase("secret")
        .hasSizeLessThan(400);
  }

  private static String data(String json) {
    return "{\"v\":1,\"data\":" + json + "}";
  }
}
