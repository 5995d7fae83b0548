package dev.tandemq.cli.doctor;

/**
 * One look at one thing, done when it is asked for.
 *
 * @param check what it looks at
 * @param look looks; what it throws is a finding too
 */
record Probe(Check check, Look look) {

  /** The function of a probe. */
  @FunctionalInterface
  interface Look {

    /**
     * Looks now.
     *
     * @throws Exception when it could not
     */
    Finding look() throws Exception;
  }
}
