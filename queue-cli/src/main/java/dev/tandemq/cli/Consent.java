package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.OpenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that agrees beforehand to what cannot be taken back, and the question without it. */
final class Consent {

  private static final int MOST_BYTES = 100;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal to ask on.")
  boolean yes;

  /**
   * Whether somebody agrees; asks on the terminal unless that was said before. To be called before
   * anything is opened. A refusal is told.
   *
   * @param question what is going to be done, as a question
   * @throws picocli.CommandLine.ParameterException when there is no terminal to ask on
   */
  boolean isGiven(Host host, String question) throws IOException {
    if (yes) {
      return true;
    }
    if (!OpenFiles.isTerminal(0) || !OpenFiles.isTerminal(2)) {
      throw Typed.wrong(
          spec, "there is no terminal to ask on: " + question + " To agree, add --yes");
    }
    host.err().write((question + " [y/N] ").getBytes(UTF_8));
    host.err().flush();
    boolean isAgreed = isYes(answer(host));
    if (!isAgreed) {
      new Console(host.out(), host.err(), false)
          .message(spec.qualifiedName() + ": nothing was done");
    }
    return isAgreed;
  }

  private static boolean isYes(String answer) {
    String word = answer.strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }

  /** One line; byte by byte, for what stands behind it is not ours. */
  private static String answer(Host host) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = host.in().read();
    while (next >= 0 && next != '\n' && line.size() < MOST_BYTES) {
      line.write(next);
      next = host.in().read();
    }
    return line.toString(UTF_8);
  }
}
