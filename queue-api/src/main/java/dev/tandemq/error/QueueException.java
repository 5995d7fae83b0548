package dev.tandemq.error;

import org.jspecify.annotations.Nullable;

/**
 * Trouble with the backend. The permitted kinds differ in what the caller can do. Normal results
 * (nothing to claim, claim lost, duplicate) are values, never exceptions.
 */
public abstract sealed class QueueException extends RuntimeException
    permits CorruptJobException,
        NameTakenException,
        OutcomeUnknownException,
        QueueForbiddenException,
        QueueFullException,
        QueueUnavailableException {

  private static final long serialVersionUID = 1L;

  QueueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
