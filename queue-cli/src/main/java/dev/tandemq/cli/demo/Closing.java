package dev.tandemq.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.Printable;
import dev.tandemq.cli.report.StatsView;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobView;
import dev.tandemq.store.QueueStats;
import java.util.List;
import java.util.stream.Collectors;

/** What people read when the tour is over: the queue's own numbers, and what to try next. */
final class Closing {

  private static final int ERROR_SHOWN = 200;

  private Closing() {}

  /**
   * The text.
   *
   * @param failed the jobs that were set aside
   * @param command how the command is called, as {@code tandem}
   */
  static Console.Content of(QueueStats stats, List<JobView> failed, String command) {
    String text =
        "\n"
            + StatsView.table(List.of(stats))
            + failed.stream().map(Closing::line).collect(Collectors.joining())
            + "\nWhat to try next:\n"
            + "  seq 1 20 | "
            + command
            + " run -c 4 -- echo 'job {}'\n"
            + "  README.md, \"Hello, world\": the same in Java, in fifteen lines\n"
            + "  docs/guide.md, \"Failed jobs\": what to do with those that were set aside\n";
    return out -> out.write(text.getBytes(UTF_8));
  }

  private static String line(JobView failed) {
    List<Attempt> history = failed.history();
    String error =
        history.isEmpty()
            ? "unknown"
            : Printable.line(history.get(history.size() - 1).failure().error(), ERROR_SHOWN);
    return "\nset aside after "
        + failed.attempts()
        + " attempts: "
        + Printable.line(failed.job().type(), ERROR_SHOWN)
        + " "
        + EventText.about(failed.job())
        + ": "
        + error
        + "\n";
  }
}
