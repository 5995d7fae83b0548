package dev.tandemq.cli.doctor;

import java.util.Objects;

/**
 * What a probe found.
 *
 * @param verdict how it ended
 * @param found what is there, in words, without secrets
 * @param hint what to do; empty when there is nothing to do
 * @param unreachable whether it failed because the backend cannot be reached
 */
public record Finding(Verdict verdict, String found, String hint, boolean unreachable) {

  /** Checks that nothing is missing, and that whoever complains says what to do. */
  public Finding {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(found, "found");
    if (hint.isEmpty() != (verdict == Verdict.OK)) {
      throw new IllegalArgumentException("a hint is given when, and only when, all is not well");
    }
  }

  static Finding ok(String found) {
    return new Finding(Verdict.OK, found, "", false);
  }

  static Finding warning(String found, String hint) {
    return new Finding(Verdict.WARNING, found, hint, false);
  }

  static Finding failed(String found, String hint) {
    return new Finding(Verdict.FAILED, found, hint, false);
  }

  static Finding unreachable(String found, String hint) {
    return new Finding(Verdict.FAILED, found, hint, true);
  }
}
