package dev.tandemq.cli.process;

/**
 * How a command ended and what it wrote.
 *
 * @param exitCode its exit status; 128 + n when signal n ended it
 * @param timedOut whether it was ended because its time was up
 * @param stdout what it wrote to standard output
 * @param stderr what it wrote to standard error
 */
public record CommandResult(
    int exitCode, boolean timedOut, CapturedOutput stdout, CapturedOutput stderr)
    implements AutoCloseable {

  /** Gives the memory and the files of the output back. Idempotent. */
  @Override
  public void close() {
    stdout.close();
    stderr.close();
  }
}
