package dev.tandemq.error;

import org.jspecify.annotations.Nullable;

/** The backend cannot be reached or does not answer. Nothing was changed; repeating is safe. */
public final class QueueUnavailableException extends QueueException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what happened, to what, and what to do next; without secrets
   */
  public QueueUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
