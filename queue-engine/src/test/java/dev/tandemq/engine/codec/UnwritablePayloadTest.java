package dev.tandemq.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.JobType;
import dev.tandemq.tck.rule.Rule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be written is refused before anything is sent, and said to be why. */
final class UnwritablePayloadTest {

  record Holder(@Nullable Object any) {}

  record Text(String text) {}

  record Empty(Object nothing) {}

  record Throwing(String text) {
    @Override
    public String text() {
      throw new IllegalStateException("secret");
    }
  }

  record Failing(String text) {
    @Override
    public String text() {
      throw new AssertionError("secret");
    }
  }

  record Calling(String text) {
    @Override
    @SuppressWarnings("InfiniteRecursion") // that is the point
    public String text() {
      return new Calling(text).text() + "x";
    }
  }

  record Nothing(String text) {
    @JsonValue
    @Nullable Object json() {
      return null;
    }
  }

  record Endless(Iterable<String> all) {}

  static final class Node {
    public @Nullable Node next;
  }

  private final Payloads payloads = new Payloads();

  static Stream<Arguments> bad() {
    List<Object> cyclicList = new ArrayList<>();
    cyclicList.add(cyclicList);
    Map<String, Object> cyclicMap = new HashMap<>();
    cyclicMap.put("secret", Map.of("x", cyclicMap));
    Object[] cyclicArray = new Object[1];
    cyclicArray[0] = List.of(new Holder(cyclicArray));
    Node self = new Node();
    self.next = self;
    Node one = new Node();
    Node two = new Node();
    one.next = two;
    two.next = one;
    Node chain = new Node();
    for (int i = 0; i < 100; i++) {
      Node before = new Node();
      before.next = chain;
      chain = before;
    }
    return Stream.of(
        arguments("list in itself", new Holder(cyclicList), "100 levels, or holds itself"),
        arguments("map in itself", new Holder(cyclicMap), "100 levels, or holds itself"),
        arguments("array in itself", new Holder(cyclicArray), "100 levels, or holds itself"),
        arguments("object in itself", self, "elf-reference"),
        arguments("two in one another", one, "100 levels, or holds itself"),
        arguments("too long a chain", chain, "100 levels, or holds itself"),
        arguments("no properties", new Object(), "no properties"),
        arguments("no properties within", new Holder(new Object()), "no properties"),
        arguments("accessor that throws", new Throwing("x"), "IllegalStateException at "),
        arguments("accessor that fails", new Failing("x"), "AssertionError at "),
        arguments("accessor that calls itself", new Calling("x"), "holds itself"),
        arguments("null as a whole", new Nothing("x"), "would be null"),
        arguments("empty as a whole", Optional.empty(), "would be null"),
        arguments("null as a key", new Holder(nullKey()), "no key of a map"),
        arguments("too large", new Text("x".repeat(1 << 20)), "more than 1048576 bytes"),
        arguments("without end", new Endless(endless()), "more than 1048576 bytes"),
        arguments("too many digits", new Holder(BigInteger.TEN.pow(1000)), "beyond a limit"),
        arguments("too long a name", Map.of("n".repeat(10_001), 1), "beyond a limit"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void isRefusedWithTypeAndReason(String what, Object payload, String reason) {
    assertThatThrownBy(() -> write(payload))
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("JobType[bad v1, ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void isRefusedAlsoInAListOfObjects() {
    assertThatThrownBy(
            () ->
                payloads.write(
                    JobType.listOf("bad", Object.class), List.of(new Holder(new Object()))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a program that checks no nulls may do
  void nullIsNoPayload() {
    assertThatThrownBy(() -> payloads.write(JobType.of("text", String.class), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("payload");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what a program of before generics may do
  void payloadOfAnotherClassIsRefused() {
    JobType raw = JobType.of("text", Text.class);

    assertThatThrownBy(() -> payloads.codec.write(raw, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Text");
  }

  @Test
  void largestPayloadIsWrittenAndReadAndOneByteMoreIsNot() {
    JobType<String> type = JobType.of("text", String.class);
    int around = "{\"v\":1,\"data\":\"\"}".length();
    String largest = "x".repeat(Defaults.PAYLOAD_LIMIT_BYTES - around);

    assertThat(payloads.codec.write(type, largest)).hasSize(Defaults.PAYLOAD_LIMIT_BYTES);
    assertThat(Payloads.sent(type, largest)).isEqualTo(largest);
    assertThatThrownBy(() -> payloads.write(type, largest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rule("Y4")
  void deepestPayloadIsWrittenAndReadAndOneLevelMoreIsNot() {
    JobType<Object> type = JobType.of("deep", Object.class);
    Object deepest = List.of();
    for (int i = 2; i < PayloadMapper.MAX_DEPTH; i++) {
      deepest = List.of(deepest);
    }
    Object deeper = List.of(deepest);

    assertThat(Payloads.sent(type, deepest)).isEqualTo(deepest);
    assertThatThrownBy(() -> payloads.write(type, deeper))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @SuppressWarnings("unchecked") // the class of a value is the class of its type
  private <T> void write(T payload) {
    payloads.write(JobType.of("bad", (Class<T>) payload.getClass()), payload);
  }

  private static Map<@Nullable String, Integer> nullKey() {
    Map<@Nullable String, Integer> map = new HashMap<>();
    map.put(null, 1);
    return map;
  }

  private static Iterable<String> endless() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public String next() {
            return "more";
          }
        };
  }
}
