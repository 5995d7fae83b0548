package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.StatsView;
import dev.tandemq.store.QueueStats;
import java.util.List;

/** What people read when the tour is over: the queue's own numbers, and what to try next. */
final class Closing {

  private Closing() {}

  /**
   * The text.
   *
   * @param command how the command is called, as {@code tandem}
   */
  static Console.Content of(QueueStats stats, String command) {
    String text =
        "\n"
            + StatsView.table(List.of(stats))
            + "\nWhat to try next:\n"
            + "  seq 1 20 | "
            + command
            + " run -c 4 -- echo 'job {}'\n"
            + "  README.md, \"Hello, world\": the same in Java, in fifteen lines\n"
            + "  docs/guide.md, \"Failed jobs\": what to do with those that were set aside\n";
    return out -> out.write(text.getBytes(UTF_8));
  }
}
