package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** How a command line ended, and what it wrote. */
final class Outcome {

  private final int exitCode;
  private final byte[] out;
  private final byte[] err;

  Outcome(int exitCode, byte[] out, byte[] err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  int exitCode() {
    return exitCode;
  }

  byte[] outBytes() {
    return out;
  }

  String out() {
    return new String(out, UTF_8);
  }

  String err() {
    return new String(err, UTF_8);
  }

  List<String> outLines() {
    return out().lines().toList();
  }

  List<String> errLines() {
    return err().lines().toList();
  }

  /** The line with the counts. */
  String summary() {
    return errLines().stream().filter(line -> line.contains(" jobs: ")).findFirst().orElse("");
  }

  /** The lines about failed jobs. */
  List<String> failures() {
    return errLines().stream().filter(line -> line.startsWith("failed  ")).toList();
  }

  @Override
  public String toString() {
    return "exit " + exitCode + "\n--- out\n" + out() + "\n--- err\n" + err();
  }
}
