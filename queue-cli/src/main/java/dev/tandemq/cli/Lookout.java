package dev.tandemq.cli;

import dev.tandemq.cli.report.OutputException;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.cli.run.OpenFiles;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the same question again and again and writes down what it finds, on the thread of {@link
 * #run}, until a signal or until nobody reads that any more. A signal that comes while an answer is
 * awaited ends the waiting; the second one ends the process.
 */
final class Lookout {

  private static final int MOST_CHARACTERS = 500;

  private final Host host;
  private final Duration pause;
  private final Watching.Question<Watching.Look> question;
  private final Sheet sheet;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private final Thread looking = Thread.currentThread();
  private boolean isAsking; // guarded by this

  /** One for the current thread. */
  Lookout(Host host, Duration pause, Watching.Question<Watching.Look> question, Sheet sheet) {
    this.host = host;
    this.pause = pause;
    this.question = question;
    this.sheet = sheet;
  }

  /**
   * Looks until it is over.
   *
   * @return the exit status
   * @throws QueueException when the backend fails at the first look, or refuses
   */
  int run() throws IOException {
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      host.signals().accept(signal, () -> stop(ExitCode.of(signal)));
    }
    try (sheet) {
      boolean isFirst = true;
      while (!isOverWithin(isFirst ? Duration.ZERO : pause)) {
        look(isFirst);
        isFirst = false;
      }
      return end.join();
    } catch (OutputException e) {
      if (OpenFiles.isPipe(1)) {
        return ExitCode.CLOSED_OUTPUT;
      }
      throw e;
    }
  }

  private void look(boolean isFirst) throws IOException {
    Watching.Look look;
    asking(true);
    try {
      look = question.ask();
    } catch (QueueException e) {
      boolean mayPass =
          e instanceof QueueUnavailableException || e instanceof OutcomeUnknownException;
      if (end.isDone()) {
        return;
      }
      if (isFirst || !mayPass) {
        throw e;
      }
      sheet.trouble(Printable.line(String.valueOf(e.getMessage()), MOST_CHARACTERS));
      return;
    } finally {
      asking(false);
    }
    sheet.found(look);
  }

  private synchronized void asking(boolean begins) {
    isAsking = begins;
    if (!begins) {
      // What came too late to end the waiting must not end anything else.
      boolean unused = Thread.interrupted();
    }
  }

  private boolean isOverWithin(Duration time) {
    try {
      end.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return end.complete(ExitCode.INTERRUPTED) || end.isDone();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void stop(int code) {
    if (!end.complete(code)) {
      host.exit().accept(code);
      return;
    }
    synchronized (this) {
      if (isAsking) {
        looking.interrupt();
      }
    }
  }
}
