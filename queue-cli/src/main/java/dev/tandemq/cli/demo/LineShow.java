package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line per event, for pipes and files and for terminals that are too small. */
final class LineShow implements Show {

  private final Console console;
  private final String command;
  private final EventText text = new EventText(); // guarded by this
  private @Nullable Instant start; // guarded by this

  /**
   * A show on standard output.
   *
   * @param command how the command is called
   */
  LineShow(Console console, String command) {
    this.console = console;
    this.command = command;
  }

  @Override
  public synchronized void event(QueueEvent event) throws IOException {
    Instant first = start == null ? event.at() : start;
    start = first;
    String line = Timeline.prefix(first, event) + text.of(event) + "\n";
    console.print(out -> out.write(line.getBytes(UTF_8)));
  }

  @Override
  public void end(QueueStats stats, List<JobView> failed) throws IOException {
    console.print(Closing.of(stats, failed, command));
  }
}
