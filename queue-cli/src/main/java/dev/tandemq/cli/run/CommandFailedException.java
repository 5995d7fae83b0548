package dev.tandemq.cli.run;

/** An attempt failed, and may be tried again. Says so in the history without a class name. */
public final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message how the command ended, in the user's words
   */
  public CommandFailedException(String message) {
    super(message, null, false, false);
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it is what the history shows
  public String toString() {
    return String.valueOf(getMessage());
  }
}
