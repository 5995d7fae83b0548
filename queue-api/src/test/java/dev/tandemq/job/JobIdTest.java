package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids: how they are made, read and ordered. */
final class JobIdTest {

  private static final String TEXT = "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071";
  private static final long MILLIS = 1_767_225_600_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, MILLIS, (1L << 48) - 1})
  void freshIdIsOfVersion7AndHoldsItsMillis(long millis) {
    RandomGenerator random = new Random(7);

    for (int i = 0; i < 1000; i++) {
      JobId id = JobId.create(millis, random);

      UUID uuid = UUID.fromString(id.toString());
      assertThat(uuid.version()).isEqualTo(7);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(id.high() >>> 16).isEqualTo(millis);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x5555_5555_5555_5555L})
  void chanceCannotTouchVersionVariantOrTime(long chance) {
    JobId id = JobId.create(MILLIS, () -> chance);

    assertThat(id.high() >>> 16).isEqualTo(MILLIS);
    assertThat((id.high() >>> 12) & 0xf).isEqualTo(7);
    assertThat(id.low() >>> 62).isEqualTo(2);
  }

  @Test
  void all74BitsOfChanceAreUsed() {
    JobId none = JobId.create(0, () -> 0L);
    JobId all = JobId.create(0, () -> -1L);

    int bits = Long.bitCount(none.high() ^ all.high()) + Long.bitCount(none.low() ^ all.low());
    assertThat(bits).isEqualTo(74);
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    RandomGenerator random = new Random(11);
    Set<JobId> ids = new HashSet<>();

    for (int i = 0; i < 100_000; i++) {
      ids.add(JobId.create(MILLIS, random));
    }

    assertThat(ids).hasSize(100_000);
  }

  @Test
  void idsSortByTheTimeTheyWereMade() {
    RandomGenerator random = new Random(13);
    List<JobId> made = new ArrayList<>();
    for (long millis : new long[] {0, 1, 1L << 31, 1L << 32, MILLIS, 1L << 47, (1L << 48) - 1}) {
      made.add(JobId.create(millis, random));
    }
    List<JobId> shuffled = new ArrayList<>(made);
    Collections.shuffle(shuffled, new Random(17));

    Collections.sort(shuffled);

    assertThat(shuffled).isEqualTo(made);
  }

  @Test
  void orderOfIdsIsTheOrderOfTheirTexts() {
    RandomGenerator random = new Random(19);

    for (int i = 0; i < 10_000; i++) {
      JobId a = new JobId(random.nextLong(), random.nextLong());
      JobId b = random.nextBoolean() ? new JobId(a.high(), random.nextLong()) : new JobId(-1, 0);

      assertThat(Integer.signum(a.compareTo(b)))
          .as("%s against %s", a, b)
          .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())))
          .isEqualTo(-Integer.signum(b.compareTo(a)));
    }
  }

  @Test
  void orderAgreesWithEquals() {
    JobId id = JobId.parse(TEXT);
    JobId twin = new JobId(id.high(), id.low());

    assertThat(id).isEqualByComparingTo(twin).isEqualTo(twin).hasSameHashCodeAs(twin);
    assertThat(id).isNotEqualTo(new JobId(id.high(), id.low() + 1));
    assertThat(id).isNotEqualTo(new JobId(id.high() + 1, id.low()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT,
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479",
      })
  void textOfAnyVersionComesBackUnchanged(String text) {
    JobId id = JobId.parse(text);

    assertThat(id).hasToString(text);
  }

  @Test
  void upperCaseIsReadAndWrittenInLowerCase() {
    JobId id = JobId.parse("0191B3C4-5D6E-7F80-9A1B-2C3D4E5F6071");

    assertThat(id).isEqualTo(JobId.parse(TEXT)).hasToString(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "0-0-0-0-0",
        "not a uuid",
        "0191b3c45d6e7f809a1b2c3d4e5f6071",
        "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f607",
        "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f60711",
        "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f607g",
        "0191b3c4-5d6e-7f80-9a1b+2c3d4e5f6071",
        "0191b3c4_5d6e_7f80_9a1b_2c3d4e5f6071",
        "{191b3c4-5d6e-7f80-9a1b-2c3d4e5f607}",
        " 191b3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
        "0191b3c4-5d6e-7f80-9a1b-2c3d4e5f607 ",
        "------------------------------------",
        "000000000000000000000000000000000000",
      })
  void textThatIsNoUuidIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> JobId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a UUID of 36 characters, as " + TEXT)
        .hasMessageContaining("got " + text.length() + " characters");
  }

  @Test
  void refusedTextIsNotRepeatedInTheMessage() {
    assertThatThrownBy(() -> JobId.parse("secret\n".repeat(1000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("secret", "\n");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    assertThatThrownBy(() -> JobId.parse(null)).isInstanceOf(NullPointerException.class);
  }
}
