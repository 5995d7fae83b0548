package dev.tandemq.cli.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Runs commands as children of this process, each in a session of its own where {@code setsid} is
 * at hand: a Ctrl-C on the terminal then reaches this process alone, and a command can be ended
 * with all that it started. Safe for concurrent use.
 */
public final class ProcessRunner implements AutoCloseable {

  /** The system's error number is 7; the words around it differ from Java to Java. */
  private static final Pattern ARGUMENTS_TOO_LONG = Pattern.compile("error(=|: )7\\b");

  private final Spool spool;
  private final Duration timeout;
  private final Watchdog watchdog;
  private final Optional<Path> setsid = Executables.onPath().find("setsid");
  private final NativeArguments arguments = NativeArguments.ofThisProcess();
  private final Set<RunningCommand> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final ExecutorService streams = Executors.newCachedThreadPool(ProcessRunner::daemon);
  // Held shared by those who start a command, alone by the one who closes.
  private final ReadWriteLock starting = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Makes a runner.
   *
   * @param spool where output is kept
   * @param timeout time that a command has; zero means without limit
   */
  public ProcessRunner(Spool spool, Duration timeout) {
    this.spool = spool;
    this.timeout = timeout;
    this.watchdog = Watchdog.none();
  }

  /**
   * Makes a runner whose commands do not outlive this process, even when it is ended by SIGKILL:
   * for those who work for others, where a job whose worker died is done again elsewhere. Commands
   * have no time limit but the interrupt of the thread that waits for them.
   *
   * @param spool where output is kept
   */
  public static ProcessRunner guarded(Spool spool) {
    return new ProcessRunner(spool);
  }

  private ProcessRunner(Spool spool) {
    this.spool = spool;
    this.timeout = Duration.ZERO;
    this.watchdog = Watchdog.start(setsid.map(Path::toString));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tandem-stream");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a command and waits for its end. When its time is up it gets SIGTERM with all that it
   * started, and SIGKILL two seconds later. When the calling thread is interrupted all of it is
   * killed at once. What it left running in the background is not waited for, but for two seconds
   * while it keeps an output open.
   *
   * @return how it ended; the caller closes it
   * @throws CannotRunException when it can never be run with these arguments
   * @throws IOException when it could not be started this time, or its output could not be kept
   */
  public CommandResult run(Invocation invocation)
      throws CannotRunException, IOException, InterruptedException {
    return run(invocation, () -> Interruption.KILL);
  }

  /**
   * As {@link #run(Invocation)}, but what an interrupt of the calling thread means for the command
   * is asked when it comes.
   *
   * @throws InterruptedException when interrupted, unless because the time was up
   */
  public CommandResult run(Invocation invocation, Supplier<Interruption> interruption)
      throws CannotRunException, IOException, InterruptedException {
    underWay.incrementAndGet();
    try {
      return startAndAwait(invocation, interruption);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private CommandResult startAndAwait(Invocation invocation, Supplier<Interruption> interruption)
      throws CannotRunException, IOException, InterruptedException {
    RunningCommand command = startUnlessClosed(invocation);
    boolean ended = false;
    try {
      CommandResult result = command.await(timeout, interruption);
      if (closed) {
        throw new InterruptedException("the runner was closed, and the command killed");
      }
      ended = true;
      return result;
    } finally {
      // Not before it is dead: until then it is among those that a close has to kill.
      if (!ended) {
        command.kill();
        command.discardOutput();
      }
      running.remove(command);
      watchdog.ended(command.pid());
    }
  }

  private RunningCommand startUnlessClosed(Invocation invocation)
      throws CannotRunException, IOException, InterruptedException {
    starting.readLock().lock();
    try {
      if (closed) {
        throw new InterruptedException("the runner is closed");
      }
      RunningCommand command = start(invocation);
      running.add(command);
      return command;
    } finally {
      starting.readLock().unlock();
    }
  }

  private RunningCommand start(Invocation invocation) throws CannotRunException, IOException {
    List<String> command = new ArrayList<>();
    setsid.ifPresent(path -> command.add(path.toString()));
    command.addAll(arguments.encode(invocation.command()));
    ProcessBuilder builder = new ProcessBuilder(command);
    ChildEnvironment.apply(builder.environment(), invocation.environment());
    if (invocation.input().isEmpty()) {
      builder.redirectInput(Redirect.from(new File("/dev/null")));
    }
    AtomicLong pid = new AtomicLong(); // 0 while there is none
    boolean isStarted = false;
    try {
      // Told before it has its input: without that a command can hardly have done anything.
      RunningCommand started =
          RunningCommand.start(
              builder,
              invocation.input(),
              spool,
              streams,
              born -> {
                pid.set(born);
                watchdog.began(born);
              });
      isStarted = true;
      return started;
    } catch (IOException e) {
      throw explained(e, invocation);
    } finally {
      if (!isStarted && pid.get() != 0) {
        watchdog.ended(pid.get());
      }
    }
  }

  private static IOException explained(IOException e, Invocation invocation)
      throws CannotRunException {
    String message = String.valueOf(e.getMessage());
    if (ARGUMENTS_TOO_LONG.matcher(message).find()) {
      int longest = invocation.command().stream().mapToInt(a -> a.length).max().orElse(0);
      throw new CannotRunException(
          "argument list too long: the longest argument has "
              + longest
              + " bytes, more than the system takes; without {} the line goes to standard input");
    }
    return new IOException(
        "cannot be started: " + message.replaceFirst("^Cannot run program \"[^\"]*\": ", ""), e);
  }

  /**
   * How many commands run now; one that is just being started may be at work already, and counts.
   */
  public int running() {
    return underWay.get();
  }

  /**
   * Kills all that runs, with all that it started. When it returns nothing runs, and nothing will
   * be started any more; so the process may end without leaving a command behind.
   */
  @Override
  public void close() {
    closed = true;
    // Waits for commands that are just being started, so that they are among those killed.
    starting.writeLock().lock();
    try {
      running.forEach(RunningCommand::kill);
      watchdog.close();
    } finally {
      starting.writeLock().unlock();
    }
  }
}
