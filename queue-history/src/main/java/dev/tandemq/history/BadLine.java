package dev.tandemq.history;

/**
 * A line of a history that tells nothing.
 *
 * @param source the file
 * @param line its number, from 1
 * @param problem what is wrong with it
 * @param isCut whether it is the last one and was not written to its end, as when a process dies
 */
public record BadLine(String source, long line, String problem, boolean isCut) {

  /** As a compiler would say it. */
  @Override
  public String toString() {
    return source + ":" + line + ": " + problem;
  }
}
