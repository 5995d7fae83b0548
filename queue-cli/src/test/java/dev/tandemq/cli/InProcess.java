package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Runs a command line within this process, which is fast; signals are sent by calling them. */
final class InProcess {

  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();
  private final List<Integer> exits = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  static Outcome run(String input, String... args) {
    return new InProcess().start(new ByteArrayInputStream(input.getBytes(UTF_8)), args);
  }

  Outcome start(InputStream input, String... args) {
    Host host =
        new Host(
            Stream.of(args).map(arg -> arg.getBytes(UTF_8)).toList(),
            input,
            out,
            err,
            signals::put,
            exits::add);
    int exitCode = Tandem.commandLine(host).execute(args);
    return new Outcome(exitCode, out.toByteArray(), err.toByteArray());
  }

  /** Does what the signal does; false when nobody listens yet. */
  boolean signal(String name) {
    Optional<Runnable> action = Optional.ofNullable(signals.get(name));
    action.ifPresent(Runnable::run);
    return action.isPresent();
  }

  /** What it has written to standard output so far. */
  String output() {
    return out.toString(UTF_8);
  }

  /** What it has written to standard error so far. */
  String errors() {
    return err.toString(UTF_8);
  }

  /** The exit codes with which the process would have been ended on the spot. */
  List<Integer> exits() {
    return exits;
  }
}
