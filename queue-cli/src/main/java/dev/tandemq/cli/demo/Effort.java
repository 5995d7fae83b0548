package dev.tandemq.cli.demo;

import java.time.Duration;

/**
 * What a handler of the tour does for a while, in the place of real work. Called by many threads.
 */
@FunctionalInterface
public interface Effort {

  /** Takes that long. */
  void spend(Duration time) throws InterruptedException;
}
