package dev.tandemq.cli.doctor;

import java.util.Locale;

/** How a probe ended. */
public enum Verdict {
  /** Nothing to do. */
  OK,
  /** Works, but not as well as it could, or not everything. */
  WARNING,
  /** Something that is needed does not work. */
  FAILED;

  /** The word as shown. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
