package dev.tandemq.cli.run;

import dev.tandemq.job.Job;

/** The number of the line travels as a tag, so that the payload is the line and nothing else. */
final class LineTag {

  static final String NAME = "line";

  private LineTag() {}

  /** The number; 0 for a job that did not come from a line. */
  static long of(Job job) {
    String number = job.tags().getOrDefault(NAME, "0");
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
