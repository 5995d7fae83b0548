package dev.tandemq.kv.jobs;

import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.PutResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Adds one job; the parts of a large one have been written. */
final class PutStep extends Step<PutResult> {

  private final Job job;
  private final Stored.Body body;

  PutStep(Job job, Stored.Body body) {
    this.job = job;
    this.body = body;
  }

  @Override
  protected PutResult decide(Draft draft) {
    JobId id = job.id();
    String key = draft.layout().job(id);
    Optional<String> unique = job.uniqueKey().map(name -> draft.layout().unique(job.queue(), name));
    draft.claimKeys(key);
    unique.ifPresent(draft::claimKeys);
    if (draft.isCareful() || draft.flags().bound() > 0) {
      Val there = draft.fact(key);
      Val holder = unique.isPresent() ? draft.fact(unique.get()) : null;
      if (there != null) {
        return new PutResult.Duplicate(id);
      }
      if (holder != null) {
        return new PutResult.Duplicate(
            JobId.parse(new String(holder.bytes(), StandardCharsets.UTF_8)));
      }
      if (draft.flags().bound() > 0 && draft.size() >= draft.flags().bound()) {
        draft.flagsAreFresh();
        return new PutResult.Full(id);
      }
    }
    boolean isFirst = draft.flags().createdAt() == 0;
    if (isFirst) {
      draft.createNow();
    }
    boolean isDelayed = !job.delay().isZero();
    long since = Moves.later(draft.time().high(), job.delay());
    Place place = isDelayed ? draft.delayed(since, id, 0) : draft.ready(job.priority(), id, 0);
    draft.add(new Op.Create(key, StoredCodec.encode(stored(draft, place, since))));
    unique.ifPresent(
        name -> draft.add(new Op.Create(name, id.toString().getBytes(StandardCharsets.UTF_8))));
    draft.page().add(Count.PUSHED, 1);
    draft.page().add(isDelayed ? Count.DELAYED : Count.READY, 1);
    draft.page().jobAt(Moves.millis(draft.wall()));
    return new PutResult.Added(id);
  }

  private Stored.Live stored(Draft draft, Place place, long since) {
    Duration delay = job.delay();
    return new Stored.Live(
        job.queue(),
        body,
        job.priority(),
        job.maxAttempts(),
        job.uniqueKey(),
        place,
        0,
        0,
        0,
        since,
        Moves.millis(draft.wall().plus(delay)),
        null,
        List.of());
  }
}
