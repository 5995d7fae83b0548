package dev.tandemq.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FailureOddThrowableTest {

  @Test
  void exceptionWhoseMessageThrowsIsStillTold() {
    Failure failure =
        Failure.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new IllegalStateException("no message for you");
              }
            });

    assertThat(failure.error()).contains("FailureOddThrowableTest");
  }

  @Test
  void exceptionWhoseTextIsNullIsStillTold() {
    Failure failure =
        Failure.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1L;

              @Override
              @SuppressWarnings({"NullAway", "OverrideThrowableToString", "ToStringReturnsNull"})
              public @Nullable String toString() {
                return null;
              }
            });

    assertThat(failure.error()).isNotNull();
  }

  @Test
  void exceptionWhoseCauseThrowsIsStillTold() {
    Failure failure =
        Failure.of(
            new RuntimeException("outer") {
              private static final long serialVersionUID = 1L;

              @Override
              public synchronized Throwable getCause() {
                throw new IllegalStateException("no cause for you");
              }
            });

    assertThat(failure.error()).contains("outer");
  }

  @Test
  void halfACharacterIsReplacedInAShortTextAsInALongOne() {
    assertThat(new Failure("a\ud83d").error()).doesNotContain("\ud83d");
  }
}
