package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class JobTextTest {

  @Test
  void tagWithHalfACharacterIsRefused() {
    assertThatThrownBy(() -> Job.builder().tag("k", "\ud83d"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyJobCanTellWhenItIsDue() {
    Job job =
        Job.builder()
            .id(new JobId(1, 2))
            .queue("q")
            .createdAt(Instant.parse("9999-12-31T23:59:59Z"))
            .delay(Job.LIMIT_DURATION)
            .build();

    assertThatCode(job::availableAt).doesNotThrowAnyException();
  }

  @Test
  void momentsThatNoCalendarShowsAreRefused() {
    assertThatThrownBy(() -> Job.builder().createdAt(Instant.MAX))
        .hasMessageContaining("createdAt");
    assertThatThrownBy(() -> Job.builder().createdAt(Instant.MIN))
        .hasMessageContaining("createdAt");
  }

  @Test
  void nameWithAnEmojiNamesTheCharacterNotItsHalf() {
    assertThatThrownBy(() -> Names.check("queue", "a😀")).hasMessageContaining("U+1F600");
  }
}
