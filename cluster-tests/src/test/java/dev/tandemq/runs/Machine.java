package dev.tandemq.runs;

/** What the runs share, whatever their backend: the processors, and the time that there is. */
final class Machine {

  /**
   * Held by what keeps the processors busy, and shared by what mostly waits and looks at the clock.
   */
  static final String PROCESSORS = "dev.tandemq.runs.processors";

  private Machine() {}

  /** Whether all was done on another JDK already: a share of it is enough then. */
  static boolean isTestedAgain() {
    return Boolean.getBoolean("tests.again");
  }
}
