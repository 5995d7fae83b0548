package dev.tandemq.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** A child at work, with its three streams. */
final class RunningCommand {

  /** What comes later is written by what the command left behind, and is not waited for. */
  static final Duration LATE_OUTPUT = Duration.ofSeconds(2);

  /** From the polite signal to the other one. */
  static final Duration TERM_TO_KILL = Duration.ofSeconds(2);

  /** A pipe takes this much without blocking, even while nobody reads. */
  private static final int FITS_INTO_PIPE = 4096;

  private final Process process;
  private final ProcessTree tree;
  private final CapturedOutput stdout;
  private final CapturedOutput stderr;
  private final OutputPump outPump;
  private final OutputPump errPump;

  private RunningCommand(Process process, Spool spool) {
    this.process = process;
    tree = new ProcessTree(process);
    stdout = new CapturedOutput(spool);
    stderr = new CapturedOutput(spool);
    outPump = new OutputPump(process.getInputStream(), stdout);
    errPump = new OutputPump(process.getErrorStream(), stderr);
  }

  /**
   * Starts a child. An interrupt is not looked at until it has started, so that none is lost sight
   * of.
   *
   * @param input for its standard input; empty when the builder has redirected it
   * @param born told the id of the process before it is given its input
   */
  static RunningCommand start(
      ProcessBuilder builder,
      Optional<byte[]> input,
      Spool spool,
      Executor threads,
      LongConsumer born)
      throws IOException {
    CompletableFuture<RunningCommand> started = new CompletableFuture<>();
    threads.execute(() -> startAndPump(builder, spool, threads, born, started));
    try {
      RunningCommand command = started.join();
      try {
        command.feed(input, threads);
      } catch (RuntimeException | Error e) {
        command.kill();
        command.discardOutput();
        throw e;
      }
      return command;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * When a child has exited, the JDK cuts off its outputs one after the other, and what its own
   * children still write would be lost. It needs the monitor of the first stream for that. So the
   * thread that starts the child takes that monitor at once, and keeps it until both have ended.
   */
  private static void startAndPump(
      ProcessBuilder builder,
      Spool spool,
      Executor threads,
      LongConsumer born,
      CompletableFuture<RunningCommand> started) {
    try {
      Process process = builder.start();
      born.accept(process.pid());
      pump(process, spool, threads, started);
    } catch (Throwable e) {
      // Errors too: a thread that cannot be made is one, and whoever waits would wait for ever.
      started.completeExceptionally(e);
    }
  }

  private static void pump(
      Process process, Spool spool, Executor threads, CompletableFuture<RunningCommand> started)
      throws InterruptedException {
    try {
      InputStream stdout = process.getInputStream();
      synchronized (stdout) {
        RunningCommand command = new RunningCommand(process, spool);
        threads.execute(command.errPump);
        started.complete(command);
        command.outPump.run();
        command.errPump.ended().await();
      }
    } catch (Throwable e) {
      new ProcessTree(process).kill();
      throw e;
    }
  }

  private void feed(Optional<byte[]> input, Executor threads) {
    input.ifPresent(
        bytes -> {
          if (bytes.length <= FITS_INTO_PIPE) {
            write(bytes);
          } else {
            threads.execute(() -> write(bytes));
          }
        });
  }

  private void write(byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // A command need not read its input.
    }
  }

  /**
   * Waits for the end.
   *
   * @param timeout when it is ended by force; zero means never
   * @param interruption asked when the calling thread is interrupted
   * @throws IOException when its output could not be kept
   * @throws InterruptedException when interrupted, unless because its time was up; the command may
   *     still be running then
   */
  CommandResult await(Duration timeout, Supplier<Interruption> interruption)
      throws IOException, InterruptedException {
    boolean timedOut = !endsWithin(timeout, interruption);
    if (timedOut) {
      end();
    }
    int exitCode = process.waitFor();
    awaitOutput();
    stdout.seal();
    stderr.seal();
    for (OutputPump pump : List.of(outPump, errPump)) {
      if (pump.failure().isPresent()) {
        IOException cause = pump.failure().get();
        throw new IOException("its output could not be kept: " + cause.getMessage(), cause);
      }
    }
    return new CommandResult(exitCode, timedOut, stdout, stderr);
  }

  private boolean endsWithin(Duration timeout, Supplier<Interruption> interruption)
      throws InterruptedException {
    try {
      return endsWithin(timeout);
    } catch (InterruptedException e) {
      switch (interruption.get()) {
        case KILL -> throw e;
        case END -> {
          end();
          throw e;
        }
        case TIME_UP -> {
          return false;
        }
      }
      throw e;
    }
  }

  private boolean endsWithin(Duration timeout) throws InterruptedException {
    if (timeout.isZero()) {
      process.waitFor();
      return true;
    }
    return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void end() throws InterruptedException {
    tree.terminate();
    if (!tree.awaitEnd(TERM_TO_KILL)) {
      tree.kill();
    }
  }

  private void awaitOutput() throws InterruptedException {
    long deadline = System.nanoTime() + LATE_OUTPUT.toNanos();
    for (OutputPump pump : List.of(outPump, errPump)) {
      boolean unused = pump.ended().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** The process, which leads the session of all that it starts where it has one of its own. */
  long pid() {
    return process.pid();
  }

  /** Ends it at once, with all that it started. */
  void kill() {
    new ProcessTree(process).kill();
  }

  /** Drops what it wrote. */
  void discardOutput() {
    stdout.close();
    stderr.close();
  }
}
