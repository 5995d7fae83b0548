package dev.tandemq.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One start of a node in a process of its own, seen by the test: what it says, and the signals that
 * it is sent. Safe for concurrent use.
 */
final class NodeProcess implements AutoCloseable {

  /** A small heap and a compiler that starts quickly: a run has many, for a minute each. */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  private final NodeOptions options;
  private final Path errors;
  private final Process process;
  private final List<String> said = new ArrayList<>(); // guarded by this
  private boolean isSilent; // guarded by this

  private NodeProcess(NodeOptions options, Path errors, Process process) {
    this.options = options;
    this.errors = errors;
    this.process = process;
  }

  /** Starts the program, on the class path of the test. */
  static NodeProcess start(NodeOptions options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NodeProgram.class.getName());
    command.addAll(options.words());
    Path errors = Path.of(options.history() + ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      NodeProcess node = new NodeProcess(options, errors, process);
      Thread reader = new Thread(node::listen, "hears " + options.name());
      reader.setDaemon(true);
      reader.start();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        synchronized (this) {
          said.add(line);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // It was killed in the middle of a word.
    }
    synchronized (this) {
      isSilent = true;
      notifyAll();
    }
  }

  NodeOptions options() {
    return options;
  }

  /** The name of the node. */
  String name() {
    return options.name();
  }

  /** Which start of its node it is; waits until it has said so. */
  String incarnation() {
    return await(NodeProgram.IS);
  }

  /** Waits until it has said something that begins so, and returns the rest of the line. */
  synchronized String await(String beginning) {
    long end = System.nanoTime() + Waiting.LONG.toNanos();
    while (true) {
      for (String line : said) {
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length());
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (isSilent || left <= 0) {
        throw new AssertionError(name() + " did not say \"" + beginning + "\": " + this);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + name(), e);
      }
    }
  }

  /** Whether it has said something that begins so. */
  synchronized boolean hasSaid(String beginning) {
    return said.stream().anyMatch(line -> line.startsWith(beginning));
  }

  /** What it has said so far that begins so, without the beginning. */
  synchronized List<String> allSaid(String beginning) {
    return said.stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .toList();
  }

  /** Tells it something. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as {@code kill -9} does; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  /** Waits for its end; returns the exit code. */
  int end() {
    try {
      if (!process.waitFor(Waiting.LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(name() + " has not ended: " + this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the end of " + name(), e);
    }
    return process.exitValue();
  }

  /** Freezes it; returns when every thread of it stands still. */
  void freeze() {
    signal("STOP");
    Waiting.until(this::standsStill, Duration.ofSeconds(10), () -> name() + " runs still");
  }

  /** Lets it go on. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("could not send " + name + " to " + this);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while sending " + name, e);
    }
  }

  private boolean standsStill() {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.allMatch(NodeProcess::isStopped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The state stands behind the name, which is in brackets and may have any character. */
  private static boolean isStopped(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      return true; // it has ended
    }
  }

  /** Ends it, however it stands. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    String log;
    try {
      List<String> lines = Files.readAllLines(errors);
      log = String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      log = e.toString();
    }
    synchronized (this) {
      return name() + (process.isAlive() ? " (alive)" : "") + " said " + said + "\n" + log;
    }
  }
}
