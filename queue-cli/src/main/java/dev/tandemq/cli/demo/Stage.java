package dev.tandemq.cli.demo;

/** Where a job is, as its last event tells. */
enum Stage {
  READY("ready", Colour.YELLOW),
  DELAYED("delayed", Colour.BLUE),
  RUNNING("running", Colour.CYAN),
  RETRIED("retry", Colour.YELLOW),
  SNOOZED("snoozed", Colour.BLUE),
  COMPLETED("completed", Colour.GREEN),
  FAILED("failed", Colour.RED),
  REMOVED("removed", Colour.GREY),
  LOST("lost", Colour.RED);

  private final String word;
  private final Colour colour;

  Stage(String word, Colour colour) {
    this.word = word;
    this.colour = colour;
  }

  /** As people read it. */
  String word() {
    return word;
  }

  Colour colour() {
    return colour;
  }

  /** Whether nothing more happens to the job by itself. */
  boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == REMOVED || this == LOST;
  }
}
