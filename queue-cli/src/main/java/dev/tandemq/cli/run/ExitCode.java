package dev.tandemq.cli.run;

/** What the exit status of the command means; the same for every verb. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** A job that this process ran is failed, or an operation was refused. */
  public static final int FAILED = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** The backend cannot be reached, or the outcome is unknown. */
  public static final int BACKEND = 3;

  /** What was asked for by its name or id is not there. */
  public static final int NOT_FOUND = 4;

  /** The terminal was closed: 128 + SIGHUP. */
  public static final int HANGUP = 129;

  /** Ctrl-C: 128 + SIGINT. */
  public static final int INTERRUPTED = 130;

  /** The reader of standard output is gone: 128 + SIGPIPE, as if that had ended us. */
  public static final int CLOSED_OUTPUT = 141;

  /** Told to stop: 128 + SIGTERM. */
  public static final int TERMINATED = 143;

  private ExitCode() {}

  /** That of a process that a signal has ended: {@code INT}, {@code TERM} or {@code HUP}. */
  public static int of(String signal) {
    return switch (signal) {
      case "TERM" -> TERMINATED;
      case "HUP" -> HANGUP;
      default -> INTERRUPTED;
    };
  }
}
