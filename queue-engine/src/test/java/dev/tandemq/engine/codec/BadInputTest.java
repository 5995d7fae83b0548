package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input of types, payloads and jobs in one table: what, input, exception, part of its text. */
final class BadInputTest {

  record Mail(String to, int copies) {}

  abstract static class Shape {}

  record Holder(Object any) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  record Minimal(String text) {}

  private static final JobType<Mail> MAIL = JobType.of("mail", Mail.class);
  private static final Payloads PAYLOADS = new Payloads();
  private static final JacksonJobCodec JOBS = new JacksonJobCodec();

  @SuppressWarnings("NullAway") // null is one of the bad inputs
  static Stream<Arguments> types() {
    return Stream.of(
        misuse("empty name", () -> JobType.of("", Mail.class), "type is empty"),
        misuse("long name", () -> JobType.of("n".repeat(129), Mail.class), "129 characters"),
        misuse("name with a space", () -> JobType.of("a b", Mail.class), "U+0020"),
        misuse("name of a class", () -> JobType.of("a.B$C", Mail.class), "U+0024"),
        misuse("dots", () -> JobType.of("..", Mail.class), "that is not a name"),
        misuse("raw", () -> JobType.of("raw", Mail.class), "means bare bytes"),
        misuse("version 0", () -> JobType.of("m", Mail.class, 0), "oldest is 0"),
        misuse("version of millions", () -> JobType.of("m", Mail.class, 1_000_001), "1000000"),
        misuse("no values", () -> JobType.of("m", Void.class), "has no values"),
        misuse("list, next", () -> JobType.listOf("m", Mail.class).next(o -> o), "for objects"),
        npe("null name", () -> JobType.of(null, Mail.class), "type"),
        npe("null class", () -> JobType.of("m", null), "payloadClass"),
        npe("null element", () -> JobType.listOf("m", null), "elementClass"),
        npe("null upcaster", () -> MAIL.next(null), "upcaster"));
  }

  @SuppressWarnings("NullAway") // null is one of the bad inputs
  static Stream<Arguments> payloads() {
    return Stream.of(
        npe("null payload", () -> PAYLOADS.write(MAIL, null), "payload"),
        npe("null type", () -> PAYLOADS.codec.write(null, "x"), "type"),
        misuse("abstract class", () -> check(Shape.class), "abstract"),
        misuse("interface", () -> check(Runnable.class), "abstract"),
        misuse("minimal class", () -> check(Minimal.class), "MINIMAL_CLASS"),
        misuse("class", () -> check(Class.class), "by a name that stands in data"),
        misuse("list of classes", () -> checkList(Class.class), "by a name that stands in data"),
        misuse(
            "no properties",
            () -> PAYLOADS.write(JobType.of("m", Holder.class), new Holder(new Object())),
            "no properties"),
        misuse("other type", () -> PAYLOADS.codec.read(MAIL, job("fax", "")), "fax, not mail"),
        misuse("raw job", () -> PAYLOADS.codec.read(MAIL, job("raw", "")), "raw, not mail"),
        corrupt("empty", () -> PAYLOADS.read(MAIL, ""), "payload is empty"),
        corrupt("bare data", () -> PAYLOADS.read(MAIL, "{\"to\":\"a\"}"), "no version"),
        corrupt("list", () -> PAYLOADS.read(MAIL, "[1,{}]"), "JSON ARRAY"),
        corrupt("version 2", () -> PAYLOADS.read(MAIL, "{\"v\":2,\"data\":{}}"), "update it"),
        corrupt("null", () -> PAYLOADS.read(MAIL, "{\"v\":1,\"data\":null}"), "null for data"),
        corrupt(
            "list for a record",
            () -> PAYLOADS.read(MAIL, "{\"v\":1,\"data\":[\"a\",1]}"),
            "data does not fit"),
        corrupt(
            "element of a list",
            () ->
                PAYLOADS.read(
                    JobType.listOf("m", Mail.class), "{\"v\":1,\"data\":[{\"copies\":[]}]}"),
            "data[0].copies does not fit int"),
        corrupt(
            "object for a list",
            () -> PAYLOADS.read(JobType.listOf("m", Mail.class), "{\"v\":1,\"data\":{}}"),
            "data does not fit java.util.ArrayList"),
        corrupt(
            "object for a map",
            () -> PAYLOADS.read(JobType.of("m", Map.class), "{\"v\":1,\"data\":5}"),
            "data does not fit"),
        corrupt(
            "text for a number",
            () -> PAYLOADS.read(JobType.of("m", Integer.class), "{\"v\":1,\"data\":\"5\"}"),
            "data does not fit java.lang.Integer"),
        corrupt(
            "too large a number",
            () -> PAYLOADS.read(JobType.of("m", int.class), "{\"v\":1,\"data\":2147483648}"),
            "data does not fit int"));
  }

  static Stream<Arguments> jobs() {
    return Stream.of(
        corrupt("no bytes", () -> JOBS.decode(new byte[0]), "these 0 bytes"),
        corrupt("words", () -> decode("secret words"), "not a job of this release"),
        corrupt("null", () -> decode("null"), "not a JSON object"),
        corrupt("a payload", () -> decode("{\"v\":1,\"data\":{}}"), "field id is missing"),
        corrupt("version 2", () -> decode("{\"v\":2}"), "version 2, this release reads 1 to 1"),
        corrupt("version text", () -> decode("{\"v\":\"1\"}"), "field v is a STRING"),
        corrupt("two documents", () -> decode("{\"v\":1}{\"v\":1}"), "not a job"),
        corrupt("depth", () -> decode("[".repeat(100_000)), "nesting depth"),
        corrupt("a long name", () -> decode("{\"" + "n".repeat(60_000) + "\":1}"), "not a job"),
        corrupt("id", () -> decode(with("id", "\"secret\"")), "not a job"),
        corrupt("createdAt", () -> decode(with("createdAt", "\"now\"")), "field createdAt is no"),
        corrupt("delay", () -> decode(with("delay", "\"5s\"")), "field delay is no duration"),
        corrupt("timeout", () -> decode(with("timeout", "\"\"")), "field timeout is no duration"),
        corrupt("payload", () -> decode(with("payload", "\"*\"")), "field payload"),
        corrupt("backoff", () -> decode(with("backoff", "1")), "field backoff is a NUMBER"),
        corrupt("tags", () -> decode(with("tags", "{\"a\":[]}")), "field tags.a is a ARRAY"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"types", "payloads", "jobs"})
  void isRefused(String what, ThrowingCallable call, Class<?> exception, String part) {
    assertThatThrownBy(call)
        .as(what)
        .isInstanceOf(exception)
        .hasMessageContaining(part)
        .hasMessageNotContaining("secret words");
  }

  private static Arguments misuse(String what, ThrowingCallable call, String part) {
    return arguments(what, call, IllegalArgumentException.class, part);
  }

  private static Arguments npe(String what, ThrowingCallable call, String part) {
    return arguments(what, call, NullPointerException.class, part);
  }

  private static Arguments corrupt(String what, ThrowingCallable call, String part) {
    return arguments(what, call, CorruptJobException.class, part);
  }

  private static void check(Class<?> payloadClass) {
    PAYLOADS.codec.check(JobType.of("m", payloadClass));
  }

  private static void checkList(Class<?> elementClass) {
    PAYLOADS.codec.check(JobType.listOf("m", elementClass));
  }

  private static Job job(String type, String payload) {
    return Payloads.job(MAIL, payload.getBytes(UTF_8)).toBuilder().type(type).build();
  }

  private static Job decode(String text) {
    return JOBS.decode(text.getBytes(UTF_8));
  }

  /** A job with this JSON for one field. */
  private static String with(String field, String json) {
    String text = new String(JOBS.encode(job("mail", "")), UTF_8);
    String without = text.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9]+),", "");
    return without.replaceFirst("\\{", "{\"" + field + "\":" + json + ",");
  }
}
