package dev.tandemq.cli.process;

/** A command cannot be run for a line, now or ever; trying again is no use. */
public final class CannotRunException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message why, in the user's words
   */
  public CannotRunException(String message) {
    super(message);
  }
}
