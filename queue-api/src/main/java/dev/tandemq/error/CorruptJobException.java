package dev.tandemq.error;

import org.jspecify.annotations.Nullable;

/** Stored bytes are not a job that this release can read. */
public final class CorruptJobException extends QueueException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what happened, to what, and what to do next; without secrets
   */
  public CorruptJobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
