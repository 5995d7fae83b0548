package dev.tandemq.cli;

import dev.tandemq.cli.report.QueuesView;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.engine.Queues;
import dev.tandemq.queue.Queue;
import java.io.IOException;
import java.util.List;

/** What pausing and resuming have in common, which is all but the flag. */
final class PauseFlags {

  private PauseFlags() {}

  /**
   * Sets or clears the flag of each queue, then shows how they stand.
   *
   * @return the exit status
   */
  static int set(
      Host host, Connection connection, QueryOutput output, QueueNames names, boolean paused)
      throws IOException {
    List<String> checked = names.checked();
    try (Queues queues = connection.openShared()) {
      names.tellUnknown(host, queues);
      for (String name : checked) {
        Queue queue = queues.queue(name);
        if (paused) {
          queue.pause();
        } else {
          queue.resume();
        }
      }
      output.print(
          host, Answers.of(queues.store().stats(checked)), QueuesView::table, QueuesView::write);
    }
    return ExitCode.OK;
  }
}
