package dev.tandemq.cli;

import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the answers of a store, for commands that ask it one thing after the other. */
final class Answers {

  private static final Duration BOUND = Duration.ofSeconds(30);

  private Answers() {}

  /**
   * The answer.
   *
   * @throws QueueException what the store failed with; or there was no answer within 30 s
   */
  static <T> T of(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the store failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new QueueUnavailableException("no answer within " + BOUND.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException("interrupted while waiting for the store's answer", e);
    }
  }
}
