package dev.tandemq.engine.codec;

/** A class cannot be part of a payload; the message says why, and nothing of any payload. */
final class RefusedClassException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  RefusedClassException(String message) {
    super(message);
  }
}
