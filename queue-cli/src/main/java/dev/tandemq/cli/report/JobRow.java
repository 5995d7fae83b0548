package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a list tells of a job. Holds neither payload nor history, of which a long list would be too
 * much for the memory.
 *
 * @param cancelRequested whether it is reserved and somebody asked for it to be cancelled
 * @param lastError what its last attempt that did not complete it told; null when there was none
 * @param lastErrorAt when that attempt ended
 */
public record JobRow(
    JobId id,
    String queue,
    String type,
    JobState state,
    int attempts,
    int maxAttempts,
    int priority,
    int payloadBytes,
    Instant createdAt,
    Instant availableAt,
    @Nullable Instant reservedAt,
    @Nullable Instant leaseEndsAt,
    @Nullable String node,
    boolean cancelRequested,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt) {

  private static final int MOST_OF_ERROR = 80;

  private static final List<String> HEADINGS =
      List.of("id", "state", "type", "attempts", "priority", "availableAt", "node");

  private static final List<String> FAILED_HEADINGS =
      List.of("id", "type", "attempts", "lastErrorAt", "lastError");

  /** Of a job as the store tells it. */
  public static JobRow of(JobView view) {
    List<Attempt> history = view.history();
    Attempt last = history.isEmpty() ? null : history.get(history.size() - 1);
    return new JobRow(
        view.job().id(),
        view.job().queue(),
        view.job().type(),
        view.state(),
        view.attempts(),
        view.job().maxAttempts(),
        view.job().priority(),
        view.job().payloadSize(),
        view.job().createdAt(),
        view.availableAt(),
        view.reservedAt(),
        view.leaseUntil(),
        view.node(),
        view.isCancelled(),
        last == null ? null : last.failure().error(),
        last == null ? null : last.endedAt());
  }

  /**
   * What makes another row of a job worth looking at: not the moments, which move with every
   * heartbeat, or, where a store counts on another clock than the wall's, with every look.
   */
  public Essence essence() {
    return new Essence(id, state, attempts, node, cancelRequested, lastErrorAt);
  }

  /** See {@link #essence}. */
  public record Essence(
      JobId id,
      JobState state,
      int attempts,
      @Nullable String node,
      boolean cancelRequested,
      @Nullable Instant lastErrorAt) {}

  /** A state as it is typed and shown. */
  public static String word(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** A table of jobs in whatever state. */
  public static String table(List<JobRow> jobs) {
    return Table.of(HEADINGS, jobs.stream().map(JobRow::cells).toList());
  }

  private List<String> cells() {
    return List.of(
        id.toString(),
        cancelRequested ? word(state) + " (to be cancelled)" : word(state),
        type,
        attempts + " of " + maxAttempts,
        String.valueOf(priority),
        toSecond(availableAt),
        node == null ? "-" : Printable.line(node, MOST_OF_ERROR));
  }

  /** A table of failed jobs, with why they are. */
  public static String failedTable(List<JobRow> jobs) {
    return Table.of(FAILED_HEADINGS, jobs.stream().map(JobRow::failedCells).toList());
  }

  private List<String> failedCells() {
    return List.of(
        id.toString(),
        type,
        attempts + " of " + maxAttempts,
        lastErrorAt == null ? "-" : toSecond(lastErrorAt),
        lastError == null || lastError.isBlank() ? "-" : Printable.line(lastError, MOST_OF_ERROR));
  }

  private static String toSecond(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** One job. */
  public static void write(JsonGenerator json, JobRow job) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", job.id.toString());
    json.writeStringField("queue", job.queue);
    json.writeStringField("type", job.type);
    json.writeStringField("state", word(job.state));
    json.writeNumberField("attempts", job.attempts);
    json.writeNumberField("maxAttempts", job.maxAttempts);
    json.writeNumberField("priority", job.priority);
    json.writeNumberField("payloadBytes", job.payloadBytes);
    JsonFields.writeMoment(json, "createdAt", job.createdAt);
    JsonFields.writeMoment(json, "availableAt", job.availableAt);
    JsonFields.writeMoment(json, "reservedAt", job.reservedAt);
    JsonFields.writeMoment(json, "leaseEndsAt", job.leaseEndsAt);
    JsonFields.writeText(json, "node", job.node);
    json.writeBooleanField("cancelRequested", job.cancelRequested);
    JsonFields.writeText(json, "lastError", job.lastError);
    JsonFields.writeMoment(json, "lastErrorAt", job.lastErrorAt);
    json.writeEndObject();
  }
}
