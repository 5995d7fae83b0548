package dev.tandemq.error;

import org.jspecify.annotations.Nullable;

/**
 * The backend refuses: wrong password, missing permission, missing capability or too old a server.
 */
public final class QueueForbiddenException extends QueueException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what happened, to what, and what to do next; without secrets
   */
  public QueueForbiddenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
