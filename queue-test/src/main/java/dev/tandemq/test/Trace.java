package dev.tandemq.test;

import dev.tandemq.job.Job;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was seen of one job on its way through the store. Guarded by its {@link Records}. */
final class Trace {

  /** How a job that the store does not hold any more has left it. */
  enum Exit {
    COMPLETED("completed"),
    DISCARDED("discarded by its handler"),
    CANCELLED("cancelled"),
    REMOVED("removed");

    final String text;

    Exit(String text) {
      this.text = text;
    }
  }

  /** One claim and its end, as far as the store applied one. */
  static final class Try {

    final Claim claim;
    final Instant startedAt;
    @Nullable Settle end;
    @Nullable Instant endedAt;

    /** Whether the job, cancelled meanwhile, was removed instead of coming back. */
    boolean isRemoved;

    Try(Claim claim, Instant startedAt) {
      this.claim = claim;
      this.startedAt = startedAt;
    }

    /** Whether it counts as an attempt: neither put off nor handed back unspent. */
    boolean isSpent() {
      return end == null
          || (end.arrow() != Settle.Arrow.SNOOZE && end.arrow() != Settle.Arrow.HAND_BACK);
    }
  }

  final Job job;
  final Instant pushedAt;
  final List<Try> tries = new ArrayList<>();
  @Nullable Exit exit;
  @Nullable Instant exitAt;

  Trace(Job job, Instant pushedAt) {
    this.job = job;
    this.pushedAt = pushedAt;
  }

  void claimed(Claim claim, Instant now) {
    tries.add(new Try(claim, now));
  }

  void settled(Settle settle, boolean isRemoved, Instant now) {
    for (Try one : tries) {
      if (one.claim.token() == settle.claim().token()) {
        one.end = settle;
        one.isRemoved = isRemoved;
        one.endedAt = now;
      }
    }
  }

  void left(Exit how, Instant now) {
    exit = how;
    exitAt = now;
  }

  int spent() {
    return (int) tries.stream().filter(Try::isSpent).count();
  }

  /** The error of the latest attempt that had one. */
  Optional<String> lastError() {
    for (int i = tries.size() - 1; i >= 0; i--) {
      Settle end = tries.get(i).end;
      if (end != null && !end.failure().error().isEmpty()) {
        return Optional.of(end.failure().error());
      }
    }
    return Optional.empty();
  }

  /** From the push to the moment it left the store; empty while it is there. */
  Optional<Duration> lifeTime() {
    return exitAt == null ? Optional.empty() : Optional.of(Duration.between(pushedAt, exitAt));
  }

  /** What happened, one line each. */
  List<String> story() {
    List<String> lines = new ArrayList<>();
    lines.add("pushed at " + pushedAt);
    for (int i = 0; i < tries.size(); i++) {
      boolean isLatest = i == tries.size() - 1;
      Try one = tries.get(i);
      lines.add(tell(one) + (one.end == null && !isLatest ? ", its lease ran out" : ""));
    }
    if (exit != null && exit != Exit.COMPLETED && exitAt != null) {
      lines.add(
          exit.text + " " + Spans.text(Duration.between(pushedAt, exitAt)) + " after its push");
    }
    return lines;
  }

  private String tell(Try one) {
    String begin =
        "attempt "
            + one.claim.attempt()
            + " began "
            + Spans.text(Duration.between(pushedAt, one.startedAt))
            + " after the push";
    Settle end = one.end;
    Instant endedAt = one.endedAt;
    if (end == null || endedAt == null) {
      return begin;
    }
    String took = " after " + Spans.text(Duration.between(one.startedAt, endedAt));
    String error = end.failure().error().isEmpty() ? "" : ": " + end.failure().error();
    String again =
        one.isRemoved
            ? ""
            : one.claim.isLastAttempt()
                ? ", the last attempt"
                : ", again in " + Spans.text(end.delay());
    return begin
        + switch (end.arrow()) {
          case COMPLETE -> ", completed" + took;
          case RETRY -> ", failed" + took + again + error;
          case BURY -> ", set aside" + took + error;
          case RELEASE -> ", released" + took + again;
          case SNOOZE ->
              one.isRemoved ? ", snoozed in vain" : ", snoozed for " + Spans.text(end.delay());
          case HAND_BACK -> ", handed back";
          case DISCARD -> ", discarded" + took;
        };
  }
}
