package dev.tandemq.cli.report;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobView;
import dev.tandemq.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store tells of one job, on a terminal: one line for each field, then its
 * attempts. What does not apply to the job is left out; whatever could move the cursor is escaped.
 */
public final class JobSheet {

  private static final int MOST_OF_TEXT = 2_000;

  private static final List<String> HEADINGS =
      List.of("attempt", "endedAt", "node", "end", "error");

  private final List<List<String>> lines = new ArrayList<>();

  private JobSheet() {}

  /** The whole. */
  public static String of(JobView view) {
    JobSheet sheet = new JobSheet();
    sheet.addAll(view);
    List<String> first = sheet.lines.remove(0);
    String fields = Table.of(first, sheet.lines);
    List<List<String>> attempts = view.history().stream().map(JobSheet::row).toList();
    return attempts.isEmpty() ? fields : fields + "\n" + Table.of(HEADINGS, attempts);
  }

  private void addAll(JobView view) {
    Job job = view.job();
    add("id", job.id());
    add("queue", job.queue());
    add("type", job.type());
    add("state", JobRow.word(view.state()) + (view.isCancelled() ? " (to be cancelled)" : ""));
    add("attempts", view.attempts() + " of " + job.maxAttempts());
    add("priority", job.priority());
    add("timeout", job.timeout().isZero() ? "none" : Amounts.elapsed(job.timeout()));
    add("delay", job.delay().isZero() ? null : Amounts.elapsed(job.delay()));
    add("backoff", job.backoff().map(JobSheet::words).orElse(null));
    add("uniqueKey", job.uniqueKey().orElse(null));
    add("tags", labels(job.tags()));
    add("headers", labels(job.headers()));
    add("createdAt", job.createdAt());
    add("availableAt", view.availableAt());
    add("reservedAt", view.reservedAt());
    add("leaseEndsAt", view.leaseUntil());
    add("node", view.node());
    add("token", view.token());
    lines.add(List.of("payload", Printable.quoted(job.payload(), MOST_OF_TEXT)));
    add("bytes", job.payloadSize());
  }

  private void add(String name, @Nullable Object value) {
    if (value != null) {
      lines.add(List.of(name, Printable.line(value.toString(), MOST_OF_TEXT)));
    }
  }

  private static String words(Backoff backoff) {
    return switch (backoff.kind()) {
      case NONE -> "none: its first failure sets it aside";
      case FIXED -> "always " + text(backoff.base());
      case EXPONENTIAL -> "exponential from " + text(backoff.base()) + " to " + text(backoff.cap());
    };
  }

  private static String text(Duration duration) {
    return Amounts.latency(duration);
  }

  private static @Nullable String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? null
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", "));
  }

  private static List<String> row(Attempt attempt) {
    return List.of(
        String.valueOf(attempt.number()),
        attempt.endedAt().toString(),
        Printable.line(attempt.node(), MOST_OF_TEXT),
        Printable.line(attempt.end(), MOST_OF_TEXT),
        attempt.failure().error().isBlank()
            ? "-"
            : Printable.line(attempt.failure().error(), MOST_OF_TEXT));
  }
}
