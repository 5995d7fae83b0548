package dev.tandemq.cli.demo;

/** The colours of the board; a terminal may have its own idea of each. */
enum Colour {
  PLAIN(0),
  BOLD(1),
  RED(31),
  GREEN(32),
  YELLOW(33),
  BLUE(34),
  CYAN(36),
  GREY(90);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  /** The parameter of the escape sequence that selects it. */
  int code() {
    return code;
  }
}
