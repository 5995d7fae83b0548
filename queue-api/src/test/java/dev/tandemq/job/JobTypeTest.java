package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A type of jobs and its versions. */
final class JobTypeTest {

  record Email(String to) {}

  @Test
  void newTypeIsOfVersion1AndHasNoUpcasters() {
    JobType<Email> type = JobType.of("email", Email.class);

    assertThat(type.name()).isEqualTo("email");
    assertThat(type.payloadClass()).isEqualTo(Email.class);
    assertThat(type.elementClass()).isEmpty();
    assertThat(type.version()).isEqualTo(1);
    assertThat(type.oldestVersion()).isEqualTo(1);
    assertThat(type.upcaster(1)).isEmpty();
  }

  @Test
  void nextVersionKeepsTheFormerAsItWas() {
    JobType<Email> first = JobType.of("email", Email.class);
    JobType<Email> third = first.next(old -> old).next(old -> old);

    assertThat(first.version()).isEqualTo(1);
    assertThat(third.version()).isEqualTo(3);
    assertThat(third.oldestVersion()).isEqualTo(1);
    assertThat(third.upcaster(0)).isEmpty();
    assertThat(third.upcaster(1)).isPresent();
    assertThat(third.upcaster(2)).isPresent();
    assertThat(third.upcaster(3)).isEmpty();
  }

  @Test
  void typeMayBeginAtALaterVersion() {
    JobType<Email> type = JobType.of("email", Email.class, 4).next(old -> old);

    assertThat(type.version()).isEqualTo(5);
    assertThat(type.oldestVersion()).isEqualTo(4);
    assertThat(type.upcaster(3)).isEmpty();
    assertThat(type.upcaster(4)).isPresent();
  }

  @Test
  void typeOfListsKnowsItsElements() {
    JobType<List<Email>> type = JobType.listOf("emails", Email.class);

    assertThat(type.payloadClass()).isEqualTo(List.class);
    assertThat(type.elementClass()).contains(Email.class);
    assertThat(type)
        .hasToString("JobType[emails v1, java.util.List<dev.tandemq.job.JobTypeTest$Email>]");
    assertThatThrownBy(() -> type.next(old -> old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("upcasters are for objects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "é", ".", "..", "raw", "a/b"})
  void whatIsNoNameIsRefused(String name) {
    assertThatThrownBy(() -> JobType.of(name, Email.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("type ");
    assertThatThrownBy(() -> JobType.listOf(name, Email.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("type ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, JobType.MAX_VERSION + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void versionOutOfRangeIsRefused(int version) {
    assertThatThrownBy(() -> JobType.of("email", Email.class, version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("oldest is " + version + "; it ranges from 1 to 1000000");
  }

  @Test
  void largestVersionHasNoNext() {
    JobType<Email> type = JobType.of("email", Email.class, JobType.MAX_VERSION);

    assertThatThrownBy(() -> type.next(old -> old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000");
  }

  @Test
  void classWithoutValuesIsRefused() {
    assertThatThrownBy(() -> JobType.of("nothing", Void.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Void, which has no values");
    assertThatThrownBy(() -> JobType.listOf("nothing", void.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elementClass is void");
  }

  @Test
  @SuppressWarnings("NullAway") // what a program that checks no nulls may do
  void nullIsNamed() {
    assertThatThrownBy(() -> JobType.of(null, Email.class)).hasMessage("type");
    assertThatThrownBy(() -> JobType.of("email", null)).hasMessage("payloadClass");
    assertThatThrownBy(() -> JobType.listOf("emails", null)).hasMessage("elementClass");
    assertThatThrownBy(() -> JobType.of("email", Email.class).next(null)).hasMessage("upcaster");
  }
}
