package dev.tandemq.cli.doctor;

import dev.tandemq.error.QueueUnavailableException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answers of a store, one after the other. */
final class Store {

  private static final Duration BOUND = Duration.ofSeconds(10);

  private Store() {}

  /**
   * The answer.
   *
   * @param what what was asked, for the message
   * @throws dev.tandemq.error.QueueException what the store failed with; or there was no answer
   *     within 10 s
   */
  static <T> T answer(String what, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(what + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new QueueUnavailableException(
          "no answer to " + what + " within " + BOUND.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException("interrupted while waiting for " + what, e);
    }
  }

  /** A time in milliseconds: {@code 0.4 ms}. */
  static String millis(long nanos) {
    return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
  }
}
