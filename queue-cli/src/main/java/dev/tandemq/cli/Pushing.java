package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tandemq.cli.input.Line;
import dev.tandemq.cli.input.LineReader;
import dev.tandemq.cli.report.Console;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.PutResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings jobs to a queue and prints the id of each that the store has, in order. What is refused is
 * told on standard error, and ends it. For one thread.
 */
final class Pushing {

  private static final int BATCH = 256;

  private final Queue queue;
  private final Job.Builder template;
  private final Console console;
  private long stored;
  private boolean isRefused;

  /**
   * Makes a pushing.
   *
   * @param template all that the jobs have in common, checked
   */
  Pushing(Queue queue, Job.Builder template, Console console) {
    this.queue = queue;
    this.template = template;
    this.console = console;
  }

  /** Whether something was refused. */
  boolean isRefused() {
    return isRefused;
  }

  /**
   * Pushes one job.
   *
   * @param hasId whether the template has the id that the job is to have
   * @throws OutcomeUnknownException when the answer was lost; its message says how to go on
   * @throws IOException when the id cannot be printed
   */
  void one(byte[] payload, boolean hasId) throws IOException {
    if (payload.length > Defaults.PAYLOAD_LIMIT_BYTES) {
      refuse("the payload has more than " + Defaults.PAYLOAD_LIMIT_BYTES + " bytes, the limit");
      return;
    }
    Job fresh = queue.newJob().build();
    template.createdAt(fresh.createdAt()).payload(payload);
    Job job = (hasId ? template : template.id(fresh.id())).build();
    PutResult result;
    try {
      result = queue.pushBatch(List.of(job)).get(0);
    } catch (OutcomeUnknownException e) {
      throw new OutcomeUnknownException(
          e.getMessage() + "; the job may be stored; repeat with --id " + job.id(), e.ids(), e);
    }
    if (result instanceof PutResult.Full) {
      refuse("queue " + queue.name() + " is at its bound; nothing was stored");
      return;
    }
    if (result instanceof PutResult.Duplicate) {
      String whose = result.id().equals(job.id()) ? "this id" : "the unique key";
      say("nothing was stored: the job with " + whose + " is there already");
    }
    print(List.of(result.id()));
  }

  /**
   * Pushes a job for each line: as many at once as are at hand, and none is held back while the
   * next one is not there yet.
   *
   * @throws OutcomeUnknownException when an answer was lost; its message says of which lines
   * @throws IOException when the input cannot be read or an id cannot be printed
   */
  void lines(LineReader reader) throws IOException {
    List<Line> batch = new ArrayList<>();
    Optional<Line> next = reader.next();
    while (next.isPresent() && !isRefused) {
      Line line = next.get();
      if (!line.isWhole()) {
        push(batch);
        batch.clear();
        if (!isRefused) {
          refuseFrom(
              line,
              "it has " + line.length() + " bytes; the limit is " + Defaults.PAYLOAD_LIMIT_BYTES);
        }
        return;
      }
      batch.add(line);
      if (batch.size() >= BATCH || !reader.hasNextAtHand()) {
        push(batch);
        batch.clear();
      }
      next = isRefused ? Optional.empty() : reader.next();
    }
    push(batch);
  }

  private void push(List<Line> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    List<Job> jobs = batch.stream().map(this::job).toList();
    List<PutResult> results = put(batch, jobs);
    List<JobId> ids = new ArrayList<>();
    Optional<Line> refused = Optional.empty();
    for (int i = 0; i < results.size(); i++) {
      PutResult result = results.get(i);
      if (result instanceof PutResult.Full && refused.isEmpty()) {
        // Where a batch is all or nothing there may be room for a part of it.
        result = put(batch.subList(i, i + 1), jobs.subList(i, i + 1)).get(0);
      }
      if (!(result instanceof PutResult.Full)) {
        ids.add(result.id());
      } else if (refused.isEmpty()) {
        refused = Optional.of(batch.get(i));
      }
    }
    print(ids);
    if (refused.isPresent()) {
      refuseFrom(refused.get(), "queue " + queue.name() + " is at its bound");
    }
  }

  private List<PutResult> put(List<Line> batch, List<Job> jobs) {
    try {
      return queue.pushBatch(jobs);
    } catch (OutcomeUnknownException e) {
      for (int i = 0; i < jobs.size(); i++) {
        say("line " + batch.get(i).number() + " may be stored; its id is " + jobs.get(i).id());
      }
      throw new OutcomeUnknownException(
          e.getMessage()
              + "; "
              + stored
              + " jobs are stored, "
              + jobs.size()
              + " may be stored: repeat those with --id ID and the line, then go on behind line "
              + batch.get(batch.size() - 1).number(),
          e.ids(),
          e);
    }
  }

  private Job job(Line line) {
    Job fresh = queue.newJob().build();
    return template.id(fresh.id()).createdAt(fresh.createdAt()).payload(line.bytes()).build();
  }

  private void print(List<JobId> ids) throws IOException {
    stored += ids.size();
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append(id).append('\n'));
    console.print(out -> out.write(text.toString().getBytes(US_ASCII)));
  }

  private void refuseFrom(Line line, String why) {
    refuse(
        "line "
            + line.number()
            + " was refused, and reading ends there: "
            + why
            + "; "
            + stored
            + (stored == 1 ? " job" : " jobs")
            + " of lines before it stored");
  }

  private void refuse(String why) {
    isRefused = true;
    say(why);
  }

  private void say(String message) {
    console.message("tandem push: " + message);
  }
}
