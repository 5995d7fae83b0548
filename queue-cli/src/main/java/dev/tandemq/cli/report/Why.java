package dev.tandemq.cli.report;

import dev.tandemq.engine.explain.Explanation;
import dev.tandemq.engine.explain.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a command can tell of why a job does not run. The engine knows of the workers of its own
 * connection, of which a command has none; who serves the queue is known to the cluster instead.
 *
 * @param explanation what the engine says of the job
 * @param lines the reasons, what weighs most first
 */
public record Why(Explanation explanation, List<Line> lines) {

  /**
   * One reason.
   *
   * @param kind which one, for scripts, as {@code queuePaused}
   * @param text whole sentences for somebody on call
   */
  public record Line(String kind, String text) {}

  /** Takes a copy of the lines. */
  public Why {
    lines = List.copyOf(lines);
  }

  /** Whether the answer depends on who serves the queue. */
  public static boolean dependsOnWorkers(Explanation explanation) {
    return explanation.has(Reason.NoWorker.class);
  }

  /**
   * The reasons of the engine, with what the cluster says in the place of what is said of our own
   * workers.
   *
   * @param serving who serves the queue; empty where nobody can tell
   */
  public static Why of(Explanation explanation, Optional<Line> serving) {
    List<Line> lines = new ArrayList<>();
    for (Reason reason : explanation.reasons()) {
      if (reason instanceof Reason.NoWorker) {
        serving.ifPresent(lines::add);
      } else {
        lines.add(new Line(kind(reason), reason.text()));
      }
    }
    return new Why(explanation, lines);
  }

  private static String kind(Reason reason) {
    String name = reason.getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
