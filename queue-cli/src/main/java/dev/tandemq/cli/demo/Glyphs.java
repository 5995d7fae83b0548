package dev.tandemq.cli.demo;

/** The signs of the board, each one column wide. */
enum Glyphs {

  /** For terminals that show UTF-8. */
  UNICODE('\u00b7', '\u2591', '\u2588', '\u2714', '\u2718', '\u2191'),

  /** For all others. */
  ASCII('.', '-', '#', '+', 'x', '^');

  private final char ready;
  private final char away;
  private final char running;
  private final char completed;
  private final char failed;
  private final char priority;

  Glyphs(char ready, char away, char running, char completed, char failed, char priority) {
    this.ready = ready;
    this.away = away;
    this.running = running;
    this.completed = completed;
    this.failed = failed;
    this.priority = priority;
  }

  /** The sign of a stage. */
  char of(Stage stage) {
    return switch (stage) {
      case READY -> ready;
      case DELAYED, RETRIED, SNOOZED -> away;
      case RUNNING -> running;
      case COMPLETED -> completed;
      case FAILED, LOST -> failed;
      case REMOVED -> '-';
    };
  }

  /** The sign of an attempt that failed. */
  char failedAttempt() {
    return failed;
  }

  /** The sign before a priority. */
  char priority() {
    return priority;
  }
}
