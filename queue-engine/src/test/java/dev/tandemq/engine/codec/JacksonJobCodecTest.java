package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs as bytes: what goes in comes out, and what is no job is said to be none. */
final class JacksonJobCodecTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SMALLEST =
      "{\"createdAt\":\"2026-01-01T00:00:00Z\",\"id\":\"0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071\","
          + "\"payload\":\"\",\"queue\":\"mail\",\"v\":1}";

  private final JacksonJobCodec codec = new JacksonJobCodec();

  // ---- round trip

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomJobsComeBackUnchanged(long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < 500; i++) {
      Job job = randomJob(random);

      Job back = codec.decode(codec.encode(job));

      assertThat(back).as("job %d of seed %d", i, seed).isEqualTo(job);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1 << 20})
  void payloadComesBackByteForByte(int size) {
    byte[] payload = new byte[size];
    new Random(29).nextBytes(payload);

    Job back = codec.decode(codec.encode(job().payload(payload).build()));

    assertThat(back.payload()).isEqualTo(payload);
  }

  @Test
  void valuesAtTheLimitsComeBack() {
    Job.Builder builder =
        job()
            .queue("q".repeat(128))
            .type("t".repeat(128))
            .createdAt(Instant.parse("9999-12-31T23:59:59.999999999Z"))
            .priority(Job.MIN_PRIORITY)
            .maxAttempts(Job.LIMIT_MAX_ATTEMPTS)
            .timeout(Job.LIMIT_DURATION)
            .delay(Job.LIMIT_DURATION.minusNanos(1))
            .uniqueKey("😀".repeat(64));
    for (int i = 0; i < Job.LIMIT_LABELS; i++) {
      builder.tag("k".repeat(250) + i, "\u0000".repeat(256));
      builder.header("\"\\\u0001".repeat(80) + i, "é".repeat(128));
    }
    Job job = builder.build();

    assertThat(codec.decode(codec.encode(job))).isEqualTo(job);
  }

  @Test
  void equalJobsGiveEqualBytesWhateverTheOrderOfTheirTags() {
    Job job = job().tag("a", "1").tag("b", "2").header("x", "1").header("y", "2").build();
    Job twin = job().header("y", "2").header("x", "1").tag("b", "2").tag("a", "1").build();

    assertThat(codec.encode(twin)).isEqualTo(codec.encode(job));
  }

  @Test
  void callerOwnsTheBytes() {
    byte[] bytes = codec.encode(job().payload("text").build());
    Job job = codec.decode(bytes);

    Arrays.fill(bytes, (byte) 0);

    assertThat(job.text()).isEqualTo("text");
  }

  // ---- format

  @Test
  void jobOfVersion1IsWrittenAsTheDocumentSays() {
    Job job = job().payload("hi").tag("k", "v").build();

    assertThat(new String(codec.encode(job), UTF_8))
        .isEqualTo(
            "{\"createdAt\":\"2026-01-01T00:00:00Z\",\"delay\":\"PT0S\","
                + "\"id\":\"0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071\",\"maxAttempts\":3,"
                + "\"payload\":\"aGk=\",\"priority\":0,\"queue\":\"mail\",\"tags\":{\"k\":\"v\"},"
                + "\"timeout\":\"PT30S\",\"type\":\"raw\",\"v\":1}");
  }

  @Test
  void keysAreSortedAtEveryLevelAndNoClassIsNamed() throws IOException {
    Random random = new Random(31);

    for (int i = 0; i < 200; i++) {
      String text = new String(codec.encode(randomJob(random)), UTF_8);

      JsonNode node = JSON.readTree(text);
      assertThat(keys(node)).isSorted().doesNotHaveDuplicates();
      assertThat(keys(node.path("tags"))).isSorted();
      assertThat(keys(node.path("headers"))).isSorted();
      assertThat(keys(node)).doesNotContain("@class", "@type", "class");
      assertThat(text).doesNotContain("dev.tandemq", "java.");
    }
  }

  // ---- tolerance

  @Test
  void smallestJobHasTheDefaults() {
    Job job = codec.decode(SMALLEST.getBytes(UTF_8));

    assertThat(job).isEqualTo(job().build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "null",
        "true",
        "\"text\"",
        "[]",
        "{}",
        "[1,[2,[3]]]",
        "{\"a\":{\"b\":{\"c\":1}}}",
        "1e99",
        "{\"@class\":\"java.lang.Runtime\"}"
      })
  void unknownFieldsAreSkipped(String value) {
    String text = with("zFromTheFuture", value);

    assertThat(codec.decode(text.getBytes(UTF_8))).isEqualTo(job().build());
  }

  @Test
  void spacesAndTheOrderOfKeysDoNotMatter() throws IOException {
    ObjectNode node = (ObjectNode) JSON.readTree(SMALLEST);
    node.set("createdAt", node.remove("createdAt"));
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);

    assertThat(codec.decode(text.getBytes(UTF_8))).isEqualTo(job().build());
  }

  // ---- corruption

  @Test
  void everyTruncationIsCorrupt() {
    Job job = job().payload("payload").tag("k", "é😀").header("h", "v").uniqueKey("u").build();
    byte[] bytes = codec.encode(job);

    for (int length = 0; length < bytes.length; length++) {
      assertCorrupt(Arrays.copyOf(bytes, length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noisyBytesAreAJobOrCorruptAndNothingElse(long seed) {
    Random random = new Random(seed);
    byte[] good = codec.encode(randomJob(random).toBuilder().payload("short").build());

    for (int i = 0; i < 3_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(codec.decode(bad)).isNotNull();
      } catch (CorruptJobException e) {
        assertThat(e).hasMessageContaining(bad.length + " bytes");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "0",
        "\"text\"",
        "[]",
        "{}",
        "[{}]",
        "hello",
        "<xml/>",
        "{\"v\":1}",
        "{\"v\":1,}",
        "{'v':1}",
        "{v:1}",
        "NaN",
        "\u0000",
        "\u0000\u0000\u0000\u0001",
        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==",
        "---\nv: 1",
        "/* c */ {}"
      })
  void foreignBytesAreCorrupt(String text) {
    assertCorrupt(text.getBytes(UTF_8));
  }

  @Test
  void serialisedJavaObjectIsCorrupt() {
    assertCorrupt(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r', 0, 17});
  }

  @Test
  void bytesThatAreNotUtf8AreCorrupt() {
    String text = with("uniqueKey", "\"é\"");

    assertCorrupt(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 100, 100_000, 3_000_000})
  void deeplyNestedBytesAreCorrupt(int depth) {
    assertCorrupt(("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
    assertCorrupt(with("zzz", "[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
    assertCorrupt(with("tags", "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"x\"", "[]", "{}", "1e99"})
  void versionThatIsNoNumberIsCorrupt(String version) {
    assertThat(assertCorrupt(with("v", version).getBytes(UTF_8))).hasMessageContaining("field v");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "999", "2147483647", "0", "-1"})
  void otherVersionIsCorruptAndNamed(String version) {
    CorruptJobException thrown = assertCorrupt(with("v", version).getBytes(UTF_8));

    assertThat(thrown).hasMessageContaining("version ").hasMessageContaining("reads 1 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v", "id", "queue", "createdAt", "payload"})
  void jobWithoutARequiredFieldIsCorrupt(String field) throws IOException {
    ObjectNode node = (ObjectNode) JSON.readTree(SMALLEST);
    node.remove(field);

    assertCorrupt(JSON.writeValueAsBytes(node));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id|5",
        "id|null",
        "id|[]",
        "id|\"\"",
        "id|\"not a uuid\"",
        "queue|[]",
        "queue|{}",
        "queue|\"\"",
        "queue|\"..\"",
        "queue|\"a/b\"",
        "type|\"\"",
        "type|\"a b\"",
        "type|[]",
        "createdAt|5",
        "createdAt|null",
        "createdAt|\"yesterday\"",
        "createdAt|\"2026-02-30T00:00:00Z\"",
        "createdAt|\"+9999999999-01-01T00:00:00Z\"",
        "payload|5",
        "payload|null",
        "payload|[]",
        "payload|{}",
        "payload|true",
        "payload|\"***\"",
        "payload|\"aGk\"",
        "payload|\"a\"",
        "payload|\"=\"",
        "priority|32768",
        "priority|-32769",
        "priority|2147483647",
        "priority|1e99",
        "priority|-1e99",
        "maxAttempts|0",
        "maxAttempts|-1",
        "maxAttempts|1000001",
        "maxAttempts|1e99",
        "maxAttempts|\"x\"",
        "maxAttempts|null",
        "maxAttempts|[]",
        "delay|5",
        "delay|null",
        "delay|\"P1Y\"",
        "delay|\"PT-1S\"",
        "delay|\"PT999999999999999H\"",
        "delay|\"PT99999999999999999999S\"",
        "timeout|5",
        "timeout|null",
        "timeout|[]",
        "timeout|\"forever\"",
        "timeout|\"PT-0.1S\"",
        "uniqueKey|\"\"",
        "uniqueKey|[]",
        "uniqueKey|{}",
        "tags|{\"\":\"v\"}",
      })
  void fieldOfAWrongTypeOrOutOfRangeIsCorrupt(String field, String value) {
    assertCorrupt(with(field, value).getBytes(UTF_8));
  }

  @Test
  void labelsBeyondTheLimitsAreCorrupt() {
    StringBuilder tags = new StringBuilder("{\"t\":\"v\"");
    for (int i = 0; i < 64; i++) {
      tags.append(",\"t").append(i).append("\":\"v\"");
    }

    assertCorrupt(with("tags", tags.append('}').toString()).getBytes(UTF_8));
    assertCorrupt(with("headers", "{\"k\":\"" + "v".repeat(257) + "\"}").getBytes(UTF_8));
    assertCorrupt(with("uniqueKey", "\"" + "v".repeat(257) + "\"").getBytes(UTF_8));
  }

  @Test
  void numberOfManyDigitsIsCorrupt() {
    assertCorrupt(with("zzz", "9".repeat(1_000_000)).getBytes(UTF_8));
  }

  // ---- fixture

  private static Job.Builder job() {
    return Job.builder()
        .id(JobId.parse("0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071"))
        .queue("mail")
        .createdAt(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** The smallest job with one field added or replaced by this JSON. */
  private static String with(String field, String json) {
    try {
      ObjectNode node = (ObjectNode) JSON.readTree(SMALLEST);
      node.remove(field);
      String rest = JSON.writeValueAsString(node);
      return rest.substring(0, rest.length() - 1) + ",\"" + field + "\":" + json + "}";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private CorruptJobException assertCorrupt(byte[] bytes) {
    CorruptJobException[] thrown = new CorruptJobException[1];
    assertThatThrownBy(() -> codec.decode(bytes))
        .as("%s", new String(bytes, 0, Math.min(bytes.length, 300), UTF_8))
        .isInstanceOfSatisfying(CorruptJobException.class, e -> thrown[0] = e)
        .hasMessageStartingWith("these " + bytes.length + " bytes are not a job of this release: ");
    return thrown[0];
  }

  private static Job randomJob(Random random) {
    Job.Builder job =
        Job.builder()
            .id(JobId.create(random.nextLong() >>> 16, random))
            .queue(randomName(random))
            .type(randomName(random))
            .createdAt(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)))
            .priority(Job.MIN_PRIORITY + random.nextInt(65_536))
            .maxAttempts(1 + random.nextInt(Job.LIMIT_MAX_ATTEMPTS))
            .timeout(randomDuration(random))
            .delay(randomDuration(random));
    byte[] payload = new byte[random.nextInt(300)];
    random.nextBytes(payload);
    job.payload(payload);
    for (int i = random.nextInt(5); i > 0; i--) {
      job.tag("t" + randomText(random), randomText(random));
      job.header("h" + randomText(random), randomText(random));
    }
    if (random.nextBoolean()) {
      job.uniqueKey("u" + randomText(random));
    }
    return job.build();
  }

  private static String randomName(Random random) {
    String allowed = "ABCXYZabcxyz0189._-";
    StringBuilder name = new StringBuilder("n");
    for (int i = random.nextInt(127); i > 0; i--) {
      name.append(allowed.charAt(random.nextInt(allowed.length())));
    }
    return name.toString();
  }

  /** Whole characters out of all of Unicode, control characters and quotes too. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      int code = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
      text.appendCodePoint(code >= 0xd800 && code < 0xe000 ? '"' : code);
    }
    return text.toString();
  }

  private static Duration randomDuration(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Duration.ZERO;
      case 1 -> Duration.ofNanos(random.nextInt(Integer.MAX_VALUE));
      default -> Duration.ofSeconds(random.nextInt(Integer.MAX_VALUE), random.nextInt(1000));
    };
  }
}
