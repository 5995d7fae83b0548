package dev.tandemq.engine.worker;

import dev.tandemq.context.ProcessContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the attempts at work: cancels what has run too long, gives up what ignores that, and
 * says what runs. A slot whose handler is given up is replaced, so that the worker keeps as many as
 * it has.
 */
final class Watch {

  private static final Logger LOG = System.getLogger(Worker.class.getName());

  /** Frames of a handler's stack in the log: enough to see what it waits for. */
  private static final int FRAMES = 5;

  private final ProcessContext context;
  private final Steps steps;
  private final Gate gate;
  private final WorkerEvents events;
  private final Tallies tallies;
  private final Duration interruptGrace;
  private final Deadlines deadlines;
  private final AtomicReferenceArray<@Nullable Slot> slots;
  private final AtomicInteger abandonedByStop = new AtomicInteger();

  Watch(
      ProcessContext context,
      Steps steps,
      Gate gate,
      WorkerEvents events,
      Tallies tallies,
      int slots,
      Duration interruptGrace) {
    this.context = context;
    this.steps = steps;
    this.gate = gate;
    this.events = events;
    this.tallies = tallies;
    this.interruptGrace = interruptGrace;
    this.deadlines = new Deadlines(context, this::look);
    this.slots = new AtomicReferenceArray<>(slots);
  }

  void add(int index, Slot slot) {
    slots.set(index, slot);
  }

  Deadlines deadlines() {
    return deadlines;
  }

  private @Nullable Running attempt(int index) {
    Slot slot = slots.get(index);
    Running attempt = slot == null ? null : slot.running();
    return attempt == null || attempt.hasEnded() ? null : attempt;
  }

  /** What runs now. */
  List<Running> attempts() {
    List<Running> attempts = new ArrayList<>(slots.length());
    for (int i = 0; i < slots.length(); i++) {
      Running attempt = attempt(i);
      if (attempt != null) {
        attempts.add(attempt);
      }
    }
    return attempts;
  }

  /** What runs now, for people; longest first. */
  List<CurrentJob> jobs() {
    Instant at = context.time().now();
    long now = context.time().nanoTime();
    return attempts().stream()
        .map(attempt -> attempt.seen(at, now))
        .sorted(Comparator.comparing(CurrentJob::ran).reversed())
        .toList();
  }

  /** Asks an attempt to end, and sees to it that it does; false when it has ended or was asked. */
  boolean cancel(Running attempt, Cancellation why) {
    if (!attempt.cancel(why, steps::run)) {
      return false;
    }
    deadlines.watch(giveUpAt(attempt));
    return true;
  }

  /** Ends the grace of a stop: interrupts all that was not interrupted yet, says how many. */
  int interruptAll() {
    // Before the look at what runs: an attempt is either seen there or sees the cut itself.
    gate.cut();
    int count = 0;
    for (Running attempt : attempts()) {
      if (cancel(attempt, Cancellation.STOPPING)) {
        count++;
      }
    }
    return count;
  }

  /** Handlers that ignored the interrupt of a stop so far. */
  int abandonedByStop() {
    return abandonedByStop.get();
  }

  private void look(long now) {
    for (int i = 0; i < slots.length(); i++) {
      Slot slot = slots.get(i);
      Running attempt = attempt(i);
      if (slot != null && attempt != null) {
        try {
          look(i, slot, attempt, now);
        } catch (RuntimeException | Error e) {
          LOG.log(Level.ERROR, "could not look after " + attempt.claim(), e);
        }
      }
    }
  }

  private void look(int index, Slot slot, Running attempt, long now) {
    Cancellation cancellation = attempt.cancellation();
    if (cancellation != null) {
      long giveUpAt = giveUpAt(attempt);
      if (now - giveUpAt >= 0) {
        giveUp(index, slot, attempt, cancellation);
      } else {
        deadlines.watch(giveUpAt);
      }
    } else if (attempt.hasDeadline()) {
      if (now - attempt.deadline() >= 0) {
        var unused = cancel(attempt, Cancellation.TIMED_OUT);
      } else {
        deadlines.watch(attempt.deadline());
      }
    }
  }

  private long giveUpAt(Running cancelled) {
    return cancelled.cancelledAt() + interruptGrace.toNanos();
  }

  /** The handler ignores that it was cancelled: its slot goes on without it. */
  private void giveUp(int index, Slot slot, Running attempt, Cancellation why) {
    // Before it is given up: its thread is surely still in the handler if that succeeds.
    String where = whereabouts(attempt.thread());
    if (!slot.giveUp(attempt)) {
      return;
    }
    if (why == Cancellation.STOPPING) {
      abandonedByStop.incrementAndGet();
    }
    tallies.abandoned();
    IllegalStateException ignored =
        new IllegalStateException("the handler ignored its interrupt (" + why.reason() + ")");
    Slot heir = slot.replaced(attempt, ignored);
    slots.set(index, heir);
    steps.run(heir);
    LOG.log(
        Level.WARNING,
        "the handler of "
            + attempt.claim()
            + " was interrupted because "
            + why.reason()
            + ", ignored that for "
            + inWords(interruptGrace)
            + " and is given up; "
            + where);
    events.abandoned(attempt.claim(), why);
  }

  private static String inWords(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private static String whereabouts(@Nullable Thread thread) {
    if (thread == null) {
      return "it holds no thread";
    }
    StringBuilder text = new StringBuilder("its thread " + thread.getName() + " is in");
    StackTraceElement[] stack = thread.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
      text.append("\n    at ").append(stack[i]);
    }
    return text.toString();
  }
}
