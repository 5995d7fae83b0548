package dev.tandemq.engine.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobType;
import dev.tandemq.retry.Backoff;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that were changed at random give a value or are corrupt; nothing else comes out. */
final class MutationTest {

  private static final int ROUNDS = 2_000;

  @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about
  record Mail(
      String to,
      Instant at,
      Duration within,
      Optional<Integer> size,
      List<Map<String, BigDecimal>> prices,
      byte[] content,
      double ratio) {}

  private static final JobType<Mail> MAIL =
      JobType.of("mail", Mail.class)
          .next(
              old -> {
                old.put("to", String.valueOf(old.get("to")).substring(1));
                return old;
              });

  private static final byte[][] PIECES =
      List.of(
              "{",
              "}",
              "[",
              "]",
              "\"",
              ":",
              ",",
              "null",
              "1",
              "-",
              "e9",
              "0.",
              "\\u",
              "\\ud800",
              "\u0000",
              "\u00ff",
              "\ufeff",
              "{\"v\":1,\"data\":",
              "\"v\":3",
              "[".repeat(200),
              "true")
          .stream()
          .map(piece -> piece.getBytes(piece.equals("\u00ff") ? ISO_8859_1 : UTF_8))
          .toArray(byte[][]::new);

  private final Payloads payloads = new Payloads();
  private final JacksonJobCodec jobs = new JacksonJobCodec();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void changedPayloadIsAValueOrCorrupt(long seed) {
    Random random = new Random(seed);
    byte[] good =
        payloads.codec.write(
            MAIL,
            new Mail(
                "ada",
                Instant.EPOCH,
                Duration.ofSeconds(5),
                Optional.of(3),
                List.of(Map.of("tea", new BigDecimal("1.50"))),
                new byte[] {1, 2, 3},
                0.5));
    int values = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = changed(good, random);
      try {
        assertThat(payloads.read(MAIL, bytes)).isNotNull();
        values++;
      } catch (CorruptJobException e) {
        assertThat(e).hasMessageContaining(Payloads.ID).hasNoCause();
      } catch (Throwable t) {
        fail("round " + i + " of seed " + seed + ": " + new String(bytes, UTF_8), t);
      }
    }
    assertThat(values).as("payloads that were read all the same").isBetween(1, ROUNDS / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void changedJobIsAJobOrCorrupt(long seed) {
    Random random = new Random(seed);
    Job job =
        Payloads.job(MAIL, "payload".getBytes(UTF_8)).toBuilder()
            .tag("k", "é")
            .header("h", "v")
            .uniqueKey("u")
            .backoff(Backoff.standard())
            .build();
    byte[] good = jobs.encode(job);
    int values = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = changed(good, random);
      try {
        assertThat(jobs.decode(bytes)).isNotNull();
        values++;
      } catch (CorruptJobException e) {
        assertThat(e).hasMessageContaining(bytes.length + " bytes");
      } catch (Throwable t) {
        fail("round " + i + " of seed " + seed + ": " + new String(bytes, UTF_8), t);
      }
    }
    assertThat(values).as("jobs that were read all the same").isBetween(1, ROUNDS / 2);
  }

  /** One to three changes, each a byte, a cut, a piece put in, a part taken out or doubled. */
  private static byte[] changed(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(20));
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> flipped(bytes, at, random);
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> joined(bytes, at, PIECES[random.nextInt(PIECES.length)], at);
            case 3 -> joined(bytes, at, PIECES[random.nextInt(PIECES.length)], to);
            case 4 -> joined(bytes, at, new byte[0], to);
            default -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
          };
    }
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    byte[] result = bytes.clone();
    result[at] = (byte) random.nextInt(256);
    return result;
  }

  private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    result.write(bytes, 0, head);
    result.write(middle, 0, middle.length);
    result.write(bytes, tail, bytes.length - tail);
    return result.toByteArray();
  }
}
