package dev.tandemq.error;

import org.jspecify.annotations.Nullable;

/** The queue holds as many jobs as its bound allows. Nothing was stored; push later. */
public final class QueueFullException extends QueueException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what happened, to what, and what to do next; without secrets
   */
  public QueueFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
