package dev.tandemq.cli.demo;

import dev.tandemq.cli.report.Console;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The board, drawn in place ten times a second. */
final class LiveShow implements Show {

  private static final long EVERY_MILLIS = 100;

  private final Console console;
  private final String command;
  private final Screen screen;
  private final int width;
  private final Board board; // guarded by this
  private final ScheduledExecutorService timer;

  /**
   * Begins to draw.
   *
   * @param width columns of the terminal
   * @param command how the command is called
   */
  LiveShow(Console console, Board board, int width, boolean inColour, String command) {
    this.console = console;
    this.board = board;
    this.width = width;
    this.command = command;
    this.screen = new Screen(console, inColour);
    this.timer = Executors.newSingleThreadScheduledExecutor(LiveShow::daemon);
    var unused =
        timer.scheduleWithFixedDelay(
            this::redraw, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tandem-demo-screen");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void event(QueueEvent event) {
    board.add(event);
  }

  private void redraw() {
    try {
      draw();
    } catch (IOException e) {
      // The end draws once more, and reports it.
    }
  }

  private synchronized void draw() throws IOException {
    if (!board.isEmpty()) {
      screen.draw(board.lines(Instant.now(), width));
    }
  }

  @Override
  public void end(QueueStats stats, List<JobView> failed) throws IOException {
    timer.shutdownNow();
    draw();
    screen.close();
    console.print(Closing.of(stats, failed, command));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    screen.close();
  }
}
