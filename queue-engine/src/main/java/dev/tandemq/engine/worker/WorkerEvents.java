package dev.tandemq.engine.worker;

import dev.tandemq.context.TimeSource;
import dev.tandemq.engine.event.EventSink;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.store.Claim;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Makes the events of a worker, if anybody wants them. A sink that throws, against its promise, is
 * logged once and hurts nobody.
 */
final class WorkerEvents {

  private static final Logger LOG = System.getLogger(WorkerEvents.class.getName());

  private final EventSink sink;
  private final TimeSource time;
  private volatile boolean hasFailed;

  WorkerEvents(EventSink sink, TimeSource time) {
    this.sink = sink;
    this.time = time;
  }

  // ---- each asks first, so that events which nobody gets are not made

  void began(Claim claim) {
    if (isWanted()) {
      tell(new QueueEvent.Started(time.now(), claim));
    }
  }

  void ended(Ending ending, Owed owed) {
    if (isWanted()) {
      tell(event(ending, owed, time.now()));
    }
  }

  private static QueueEvent event(Ending ending, Owed owed, Instant at) {
    Claim claim = owed.claim();
    return switch (ending) {
      case COMPLETED -> new QueueEvent.Completed(at, claim, owed.ran());
      case RETRIED ->
          new QueueEvent.Retried(
              at, claim, owed.ran(), owed.settle().delay(), owed.settle().failure());
      case FAILED -> new QueueEvent.Failed(at, claim, owed.ran(), owed.settle().failure());
      case SNOOZED -> new QueueEvent.Snoozed(at, claim, owed.settle().delay());
      case HANDED_BACK -> new QueueEvent.HandedBack(at, claim);
      case DISCARDED -> new QueueEvent.Discarded(at, claim);
      case LOST -> new QueueEvent.Lost(at, claim);
    };
  }

  void abandoned(Claim claim, Cancellation why) {
    if (isWanted()) {
      tell(new QueueEvent.Abandoned(time.now(), claim, why.reason()));
    }
  }

  void cameBack(Claim claim, Duration late) {
    if (isWanted()) {
      tell(new QueueEvent.CameBack(time.now(), claim, late));
    }
  }

  /** Of the worker itself. */
  void worker(Function<Instant, QueueEvent> event) {
    if (isWanted()) {
      tell(event.apply(time.now()));
    }
  }

  private boolean isWanted() {
    try {
      return sink.isWanted();
    } catch (Throwable t) {
      failed(t);
      return false;
    }
  }

  private void tell(QueueEvent event) {
    try {
      sink.tell(event);
    } catch (Throwable t) {
      failed(t);
    }
  }

  private void failed(Throwable t) {
    if (!hasFailed) {
      hasFailed = true;
      LOG.log(Level.ERROR, "the sink of events failed; told once", t);
    }
  }
}
