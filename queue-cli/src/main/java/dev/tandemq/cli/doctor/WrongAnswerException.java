package dev.tandemq.cli.doctor;

/** The store answered, but not what its contract says. */
final class WrongAnswerException extends Exception {

  private static final long serialVersionUID = 1L;

  WrongAnswerException(String message) {
    super(message);
  }
}
