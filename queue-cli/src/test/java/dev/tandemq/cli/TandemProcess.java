package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real command in a Java of its own. */
final class TandemProcess implements AutoCloseable {

  private static final long BOUND_SECONDS = 60;

  private final Process process;
  private final CompletableFuture<byte[]> out;
  private final CompletableFuture<byte[]> err;
  private final ByteArrayOutputStream errSoFar = new ByteArrayOutputStream();

  private TandemProcess(Process process) {
    this.process = process;
    out = reading(process.getInputStream(), new ByteArrayOutputStream());
    err = reading(process.getErrorStream(), errSoFar);
  }

  /** The words that start it; to be started as they are, or by something else. */
  static List<String> command(String... args) {
    List<String> command = new ArrayList<>();
    if (canResetSignals()) {
      // Whoever started the tests may have had some ignored, and that is inherited.
      command.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher does it.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  private static boolean canResetSignals() {
    try {
      return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static TandemProcess start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new TandemProcess(builder.start());
  }

  static TandemProcess start(String... args) throws IOException {
    return start(command(args), Map.of());
  }

  /** Writes all its input and waits for its end. */
  static Outcome run(byte[] input, Map<String, String> environment, String... args)
      throws Exception {
    try (TandemProcess tandem = start(command(args), environment)) {
      return tandem.input(input).end();
    }
  }

  /** Writes its whole input. */
  TandemProcess input(byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // It need not read to the end.
    }
    return this;
  }

  /** Its standard input, for those who write it bit by bit. */
  OutputStream stdin() {
    return process.getOutputStream();
  }

  /** Sends a signal by its name. */
  void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("cannot send " + name);
    }
  }

  /** Waits for its end. */
  Outcome end() throws Exception {
    if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + BOUND_SECONDS + " s");
    }
    return new Outcome(
        process.exitValue(),
        out.get(BOUND_SECONDS, TimeUnit.SECONDS),
        err.get(BOUND_SECONDS, TimeUnit.SECONDS));
  }

  /** What it has written to standard error so far. */
  String errors() {
    return errSoFar.toString(UTF_8);
  }

  /** On a thread of its own: the common pool may have but one, and the other stream needs it. */
  private static CompletableFuture<byte[]> reading(InputStream in, ByteArrayOutputStream all) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread thread = new Thread(() -> read.complete(readAll(in, all)), "output-of-tandem");
    thread.setDaemon(true);
    thread.start();
    return read;
  }

  private static byte[] readAll(InputStream in, ByteArrayOutputStream all) {
    try (in) {
      in.transferTo(all);
    } catch (IOException e) {
      // What came is what there is.
    }
    return all.toByteArray();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
