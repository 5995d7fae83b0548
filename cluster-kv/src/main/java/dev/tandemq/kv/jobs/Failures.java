package dev.tandemq.kv.jobs;

import java.util.concurrent.CompletionException;

/** What stages fail with. */
final class Failures {

  private Failures() {}

  /** The failure without what stages wrap around it, to be thrown again. */
  static RuntimeException unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    Throwable bare = error instanceof CompletionException && cause != null ? cause : error;
    return bare instanceof RuntimeException runtime ? runtime : new CompletionException(bare);
  }
}
