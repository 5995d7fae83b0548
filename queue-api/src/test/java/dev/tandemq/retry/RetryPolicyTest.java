package dev.tandemq.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A policy with exceptions. */
class RetryPolicyTest {

  private final RetryPolicy policy =
      Backoff.fixed(Duration.ofSeconds(7)).except(IOException.class, StackOverflowError.class);

  @Test
  void exceptedFailuresAndTheirSubclassesAreNeverTriedAgain() {
    assertThat(policy.delayAfter(1, new IOException(), new Random(1))).isEmpty();
    assertThat(policy.delayAfter(1, new FileNotFoundException(), new Random(1))).isEmpty();
    assertThat(policy.delayAfter(1, new StackOverflowError(), new Random(1))).isEmpty();
  }

  @Test
  void allOthersGoByThePolicy() {
    assertThat(policy.delayAfter(1, new IllegalStateException(), new Random(1)))
        .contains(Duration.ofSeconds(7));
    assertThat(policy.delayAfter(1, new IllegalStateException(new IOException()), new Random(1)))
        .as("what only caused it does not count")
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void whatIsNoThrowableIsRefusedByName() {
    assertThatThrownBy(() -> Backoff.standard().except(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String");
    assertThatThrownBy(() -> Backoff.standard().except())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
