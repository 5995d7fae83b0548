package dev.tandemq.kv.roles;

import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Words for what a call failed with. */
final class Failures {

  private Failures() {}

  /** What went wrong, without the wrappings of stages. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /**
   * The same stage; a failure says of what call.
   *
   * @param call the role's method and what it is about, as {@code locks.tryLock of mail}
   */
  static <T> CompletionStage<T> told(String call, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(told(call, cause(failure))));
  }

  private static Throwable told(String call, Throwable cause) {
    if (cause instanceof OutcomeUnknownException) {
      return new OutcomeUnknownException(
          call + ": no answer came; it was perhaps applied, or will yet be", List.of(), cause);
    }
    if (cause instanceof IllegalStateException) {
      return new QueueUnavailableException(
          call + ": the connection was closed before anything was changed", cause);
    }
    return cause;
  }
}
