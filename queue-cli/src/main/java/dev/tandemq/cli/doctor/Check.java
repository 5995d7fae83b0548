package dev.tandemq.cli.doctor;

import java.util.Locale;

/** What is looked at, in the order shown. */
public enum Check {
  /** The version of Java. */
  JAVA,
  /** How many processors Java sees. */
  PROCESSORS,
  /** How much memory Java may take. */
  MEMORY,
  /** Whether text that is not ASCII survives the command line. */
  CHARSET,
  /** Whether output can be kept in the temporary folder. */
  TEMPORARY_FOLDER,
  /** How many files and pipes may be open. */
  OPEN_FILES,
  /** Whether there is a shell. */
  SHELL,
  /** Whether commands can be kept from the terminal's Ctrl-C. */
  SETSID,
  /** Whether a command can be started, and ended with all it started. */
  CHILD_PROCESSES,
  /** Which settings come from outside. */
  SETTINGS,
  /** Which drivers are there. */
  DRIVERS,
  /** Whether the URL is understood. */
  URL,
  /** Whether the store can be opened. */
  STORE,
  /** What the store promises. */
  GUARANTEES,
  /** Whether a job goes all its ways through the store. */
  ROUND_TRIP,
  /** Whether the store's clock agrees with ours. */
  CLOCK;

  /** The name as shown: {@code round trip}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
