package dev.tandemq.architecture;

import java.util.stream.Stream;

/** The parts of Tandem by package, and what each may use besides its own classes. */
final class Parts {
  static final String ROOT = "dev.tandemq";

  static final String[] API = {
    "dev.tandemq.cluster..",
    "dev.tandemq.job..",
    "dev.tandemq.queue..",
    "dev.tandemq.store..",
    "dev.tandemq.handler..",
    "dev.tandemq.retry..",
    "dev.tandemq.driver..",
    "dev.tandemq.context..",
    "dev.tandemq.error..",
    "dev.tandemq.event..",
  };
  static final String ENGINE = "dev.tandemq.engine..";
  static final String MEMORY = "dev.tandemq.memory..";
  static final String REDIS = "dev.tandemq.redis..";
  static final String BACKEND = "dev.tandemq.backend..";
  static final String TCK = "dev.tandemq.tck..";
  static final String TIME = "dev.tandemq.tck.time..";
  static final String TEST = "dev.tandemq.test..";
  static final String FAULT = "dev.tandemq.fault..";
  static final String HISTORY = "dev.tandemq.history..";
  static final String SIM = "dev.tandemq.sim..";
  static final String CLI = "dev.tandemq.cli..";

  /** The one place where the real clock, real threads and real chance live. */
  static final String RUNTIME = "dev.tandemq.engine.runtime..";

  static final String[] CORE = and(API, ENGINE, MEMORY);
  static final String[] ALL = and(CORE, REDIS, BACKEND, TCK, TEST, FAULT, HISTORY, SIM, CLI);
  static final String[] LANGUAGE = {"java..", "org.jspecify.annotations.."};

  private Parts() {}

  static String[] and(String[] packages, String... more) {
    return Stream.concat(Stream.of(packages), Stream.of(more)).toArray(String[]::new);
  }
}
