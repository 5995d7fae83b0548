package dev.tandemq.cli.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Events in JSON: every object has the same fields, null where the event has no such thing. */
final class EventJson {

  private EventJson() {}

  static void write(JsonGenerator json, QueueEvent event) throws IOException {
    Optional<Job> job = job(event);
    Optional<Claim> claim = claim(event);
    json.writeStartObject();
    json.writeStringField("at", event.at().toString());
    json.writeStringField("event", EventText.name(event));
    writeText(json, "queue", queue(event));
    writeText(json, "job", id(event).map(JobId::toString));
    writeText(json, "type", job.map(Job::type));
    if (job.isPresent()) {
      writeLabels(json, "tags", job.get().tags());
    } else {
      json.writeNullField("tags");
    }
    writeNumber(json, "priority", job.map(known -> (long) known.priority()));
    writeNumber(json, "attempt", claim.map(known -> (long) known.attempt()));
    writeNumber(json, "maxAttempts", job.map(known -> (long) known.maxAttempts()));
    writeNumber(json, "token", claim.map(Claim::token));
    writeNumber(json, "delayMs", delay(event).map(Duration::toMillis));
    writeNumber(json, "ranMs", ran(event).map(Duration::toMillis));
    writeText(json, "error", failure(event).map(Failure::error));
    writeText(json, "twin", twin(event).map(JobId::toString));
    writeText(json, "node", node(event));
    json.writeEndObject();
  }

  private static Optional<Job> job(QueueEvent event) {
    return event instanceof QueueEvent.PushEvent push
        ? Optional.of(push.job())
        : claim(event).map(Claim::job);
  }

  private static Optional<Claim> claim(QueueEvent event) {
    return event instanceof QueueEvent.ClaimEvent claimed
        ? Optional.of(claimed.claim())
        : Optional.empty();
  }

  private static Optional<String> queue(QueueEvent event) {
    return event instanceof QueueEvent.WholeQueueEvent whole
        ? Optional.of(whole.queue())
        : job(event).map(Job::queue);
  }

  private static Optional<JobId> id(QueueEvent event) {
    return event instanceof QueueEvent.Cancelled cancelled
        ? Optional.of(cancelled.id())
        : job(event).map(Job::id);
  }

  private static Optional<JobId> twin(QueueEvent event) {
    return event instanceof QueueEvent.Duplicated duplicated
        ? Optional.of(duplicated.twin())
        : Optional.empty();
  }

  private static Optional<String> node(QueueEvent event) {
    return event instanceof QueueEvent.WorkerEvent worker
        ? Optional.of(worker.node())
        : claim(event).map(Claim::node);
  }

  private static Optional<Duration> delay(QueueEvent event) {
    if (event instanceof QueueEvent.Retried retried) {
      return Optional.of(retried.delay());
    }
    if (event instanceof QueueEvent.Snoozed snoozed) {
      return Optional.of(snoozed.delay());
    }
    return event instanceof QueueEvent.PushEvent push
        ? Optional.of(push.job().delay())
        : Optional.empty();
  }

  private static Optional<Duration> ran(QueueEvent event) {
    if (event instanceof QueueEvent.Completed completed) {
      return Optional.of(completed.ran());
    }
    if (event instanceof QueueEvent.Retried retried) {
      return Optional.of(retried.ran());
    }
    return event instanceof QueueEvent.Failed failed ? Optional.of(failed.ran()) : Optional.empty();
  }

  private static Optional<Failure> failure(QueueEvent event) {
    if (event instanceof QueueEvent.Retried retried) {
      return Optional.of(retried.failure());
    }
    return event instanceof QueueEvent.Failed failed
        ? Optional.of(failed.failure())
        : Optional.empty();
  }

  private static void writeText(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static void writeNumber(JsonGenerator json, String name, Optional<Long> number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static void writeLabels(JsonGenerator json, String name, Map<String, String> labels)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json.writeStringField(label.getKey(), label.getValue());
    }
    json.writeEndObject();
  }
}
