package dev.tandemq.cli;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The option that lets a command that answers a question answer it again and again. Such a command
 * has this as a mixin beside {@link QueryOutput}, hands over how it asks, and returns what it gets:
 *
 * <pre>{@code
 * @Mixin QueryOutput output;
 * @Mixin Watching watching;
 * ...
 * watching.check(); // with the other checks, before anything is opened
 * return watching.show(
 *     host, output, () -> Answers.of(store.stats(names)), StatsView::table, StatsView::write);
 * }</pre>
 *
 * <p>Without the option it is asked once and printed once, as {@link QueryOutput#print} does. With
 * it, it goes on until Ctrl-C or until nobody reads what is printed: a table on a terminal is drawn
 * in place with each look; everything else is printed whole whenever it has changed. A backend that
 * does not answer is an error at the first look, as without the option; later it is told and tried
 * again.
 */
final class Watching {

  private static final String USUAL = "1s";
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(24);

  /** Asks the backend, and fails as that does. */
  @FunctionalInterface
  interface Question<T> {

    T ask() throws IOException;
  }

  /**
   * What was found at one look.
   *
   * @param essence what makes it equal to what was found before, although its text may differ
   * @param text as it is printed
   */
  record Look(Object essence, String text) {}

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--watch",
      arity = "0..1",
      paramLabel = "D",
      fallbackValue = USUAL,
      converter = Durations.class,
      preprocessor = Glued.class,
      description = {
        "Look again and again, until Ctrl-C; --watch=D looks so often, 1s by default. In place",
        "on a terminal, else whenever something has changed."
      })
  @Nullable Duration every;

  /** A usage error for a time that makes no sense; to be called before anything is opened. */
  void check() {
    if (every != null && (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0)) {
      throw Typed.wrong(spec, "--watch is " + every + "; it ranges from 100ms to 24h");
    }
  }

  /** Whether the command is to go on looking. */
  boolean isWanted() {
    return every != null;
  }

  /**
   * Shows a list, once or again and again.
   *
   * @return the exit status
   */
  <T> int show(
      Host host,
      QueryOutput output,
      Question<List<T>> question,
      Function<List<T>, String> table,
      QueryOutput.Writer<T> writer)
      throws IOException {
    return show(host, output, question, table, writer, thing -> thing);
  }

  /**
   * Shows a list whose things differ each time.
   *
   * @param essence of a thing, what counts as a change when it is another: all but times that run
   */
  <T> int show(
      Host host,
      QueryOutput output,
      Question<List<T>> question,
      Function<List<T>, String> table,
      QueryOutput.Writer<T> writer,
      Function<T, ?> essence)
      throws IOException {
    return show(
        host,
        output,
        () -> {
          List<T> things = question.ask();
          return new Look(
              things.stream().map(essence).toList(), output.text(things, table, writer));
        });
  }

  /** Shows anything, once or again and again. */
  int show(Host host, QueryOutput output, Question<Look> question) throws IOException {
    Duration pause = every;
    if (pause == null) {
      QueryOutput.print(host, question.ask().text());
      return ExitCode.OK;
    }
    return new Lookout(host, pause, question, sheet(host, output.format())).run();
  }

  private static Sheet sheet(Host host, QueryFormat format) {
    Console console = new Console(host.out(), host.err(), OpenFiles.isTerminal(1));
    if (format != QueryFormat.TABLE) {
      return new Sheet.Paper(console, "");
    }
    boolean isInPlace = OpenFiles.isTerminal(1) && !"dumb".equals(System.getenv("TERM"));
    return isInPlace ? new Sheet.Slate(console) : new Sheet.Paper(console, "\n");
  }

  /** Its value is glued on: in {@code --watch mails} the word behind it is the name of a queue. */
  static final class Glued implements IParameterPreprocessor {

    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (" ".equals(info.get("separator"))) {
        args.push(USUAL);
      }
      return false;
    }
  }
}
