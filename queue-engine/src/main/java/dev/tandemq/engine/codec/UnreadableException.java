package dev.tandemq.engine.codec;

/** A payload cannot be read; the message is the reason, a clause that quotes nothing of it. */
final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Without a cause on purpose: those of the library quote the payload. */
  UnreadableException(String reason) {
    super(reason, null, false, false);
  }
}
