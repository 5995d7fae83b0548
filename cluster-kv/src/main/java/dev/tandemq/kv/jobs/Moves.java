package dev.tandemq.kv.jobs;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.Failure;
import dev.tandemq.job.JobId;
import dev.tandemq.kv.port.Op;
import dev.tandemq.store.Settle;
import dev.tandemq.store.SettleResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The arrows of the life cycle as operations of a draft. Whoever calls has left the old place. */
final class Moves {

  private Moves() {}

  /** The keys of a job's record and of its unique key, if it has one. */
  static void claimKeys(Draft draft, JobId id, Stored.Live job) {
    draft.claimKeys(draft.layout().job(id));
    if (job.uniqueKey().isPresent()) {
      draft.claimKeys(draft.layout().unique(job.queue(), job.uniqueKey().get()));
    }
  }

  /** Ready at the tail of its priority, now or after the delay. */
  static void backInLine(Draft draft, JobId id, Stored.Live job, Duration delay) {
    if (delay.isZero()) {
      Place place = draft.ready(job.priority(), id, job.token());
      write(draft, id, job.at(place, draft.time().high(), millis(draft.wall())));
      draft.page().add(Count.READY, 1);
      return;
    }
    long due = later(draft.time().high(), delay);
    Place place = draft.delayed(due, id, job.token());
    write(draft, id, job.at(place, due, millis(draft.wall().plus(delay))));
    draft.page().add(Count.DELAYED, 1);
  }

  /** Granted one more attempt. */
  static void countRetry(Draft draft, Stored.Live job) {
    draft.page().add(Count.RETRIES, 1);
    if (job.attempts() == 1) {
      draft.page().add(Count.RETRIED, 1);
    }
  }

  /** Set aside; its unique key is free. */
  static void fail(Draft draft, JobId id, Stored.Live job) {
    dropKey(draft, job);
    Place place = draft.failed(id, job.token());
    write(draft, id, job.at(place, draft.time().high(), millis(draft.wall())));
    draft.page().add(Count.FAILED, 1);
  }

  /** Gone; remembered for a while. */
  static void end(
      Draft draft, JobId id, Stored.Live job, Count how, Stored.@Nullable Settled settled) {
    dropKey(draft, job);
    Stored.Gone gone = new Stored.Gone(job.queue(), draft.time().high(), settled);
    draft.add(new Op.ReplaceKnown(draft.layout().job(id), StoredCodec.encode(gone)));
    for (String part : job.body().keys(draft.layout(), id)) {
      draft.add(new Op.DeleteKnown(part));
    }
    draft.page().add(how, 1);
    draft.ended(id);
  }

  /** An attempt that was spent and did not complete the job, as its history tells it. */
  static Stored.Live spent(Draft draft, Stored.Live job, Line line, String end, Failure failure) {
    int number = job.attempts() + 1;
    return job.with(number, job.snoozes())
        .remembering(new Attempt(number, draft.wall(), line.node(), end, failure));
  }

  /** Settled by its holder: the claim is off the page already. */
  static SettleResult settle(Draft draft, Settle settle, Line line, Stored.Live job) {
    Settle.Arrow arrow = settle.arrow();
    JobId id = line.id();
    boolean isLast = job.attempts() + 1 >= job.maxAttempts();
    boolean leadsBack =
        arrow.leadsBack() && !(isLast && (arrow == Settle.Arrow.RETRY || isRelease(arrow)));
    if (line.isCancelled() && leadsBack) {
      end(draft, id, job, Count.REMOVED, done(line, arrow, SettleResult.REMOVED));
      return SettleResult.REMOVED;
    }
    Stored.Settled settled = done(line, arrow, SettleResult.APPLIED);
    Stored.Live claimed = job.settledAs(line.token(), settled);
    switch (arrow) {
      case COMPLETE -> end(draft, id, claimed, Count.COMPLETED, settled);
      case DISCARD -> end(draft, id, claimed, Count.REMOVED, settled);
      case BURY -> fail(draft, id, spent(draft, claimed, line, "bury", settle.failure()));
      case RETRY, RELEASE -> {
        String verb = isRelease(arrow) ? "release" : "retry";
        Stored.Live after = spent(draft, claimed, line, verb, settle.failure());
        if (isLast) {
          fail(draft, id, after);
        } else {
          countRetry(draft, after);
          backInLine(draft, id, after, settle.delay());
        }
      }
      case SNOOZE -> {
        draft.page().add(Count.SNOOZED, 1);
        backInLine(
            draft, id, claimed.with(claimed.attempts(), claimed.snoozes() + 1), settle.delay());
      }
      case HAND_BACK -> {
        Place place = draft.back(line.from(), id, line.token());
        write(draft, id, claimed.at(place, job.readySince(), job.availableAt()));
        draft.page().add(Count.READY, 1);
      }
    }
    return SettleResult.APPLIED;
  }

  private static boolean isRelease(Settle.Arrow arrow) {
    return arrow == Settle.Arrow.RELEASE;
  }

  private static Stored.Settled done(Line line, Settle.Arrow arrow, SettleResult result) {
    return new Stored.Settled(line.token(), arrow, result);
  }

  private static void dropKey(Draft draft, Stored.Live job) {
    if (job.holdsKey()) {
      draft.add(
          new Op.DeleteKnown(draft.layout().unique(job.queue(), job.uniqueKey().orElseThrow())));
    }
  }

  static void write(Draft draft, JobId id, Stored.Live job) {
    draft.add(new Op.ReplaceKnown(draft.layout().job(id), StoredCodec.encode(job)));
  }

  /** A time after a while, which may be very long. */
  static long later(long time, Duration delay) {
    long nanos;
    try {
      nanos = delay.toNanos();
    } catch (ArithmeticException e) {
      nanos = Long.MAX_VALUE / 2;
    }
    return time + Math.min(nanos, Long.MAX_VALUE / 2);
  }

  static long millis(Instant instant) {
    return instant.toEpochMilli();
  }
}
