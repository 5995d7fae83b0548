package dev.tandemq.cli.bench;

/** The counts do not agree with each other, so the numbers would mean nothing. */
public final class MiscountException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MiscountException(String message) {
    super(message);
  }
}
