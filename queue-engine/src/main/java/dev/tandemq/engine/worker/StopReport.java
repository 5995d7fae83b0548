package dev.tandemq.engine.worker;

/**
 * How a worker came to rest.
 *
 * @param interrupted handlers that were still at work when the grace was over and were interrupted
 * @param abandoned handlers that ignored the interrupt; their jobs were handed back, their threads
 *     may still run, their late results are refused
 */
public record StopReport(int interrupted, int abandoned) {

  /** Both together. */
  public StopReport plus(StopReport other) {
    return new StopReport(interrupted + other.interrupted, abandoned + other.abandoned);
  }

  /** Whether every handler ended by itself within the grace. */
  public boolean isClean() {
    return interrupted == 0;
  }
}
