package dev.tandemq.history;

import org.jspecify.annotations.Nullable;

/** What is known of one claim of a job. */
final class ClaimTrack {

  final JobTrack job;
  final long token;

  /** The claim with the next smaller token. */
  @Nullable ClaimTrack older;

  /** Whether its grant was seen; a claim may be known by what its holder did alone. */
  boolean granted;

  @Nullable NodeTrack holder;
  long from;
  long fromAt;
  long end = Ledger.NEVER;
  long endAt;
  int attempt;
  long lease;

  /** The lease certainly holds until here, unless the claim ends before. */
  long leaseLow = Ledger.NEVER;

  /** No later than here its holder, counting by itself, takes the lease for over. */
  long leaseOwn;

  /** The lease is certainly over from here on, if no extension is on its way. */
  long leaseHigh;

  /** When its holder last asked for the lease, or got it. */
  long touchedAt;

  /** When its holder was told that it is LOST, having asked; never in histories of points. */
  long lostAnswerAt = Ledger.NEVER;

  /** Its holder died with it. */
  boolean killed;

  long startedAt = Ledger.NEVER;
  long toldAt = Ledger.NEVER;
  long endedAt = Ledger.NEVER;

  @Nullable Tries tries;

  ClaimTrack(JobTrack job, long token) {
    this.job = job;
    this.token = token;
  }

  Tries tries(String arrow) {
    for (Tries one = tries; one != null; one = one.next) {
      if (one.arrow.equals(arrow)) {
        return one;
      }
    }
    tries = new Tries(arrow, tries);
    return tries;
  }

  /** Whether a settlement was sent that may have been accepted. */
  boolean maybeSettled() {
    for (Tries one = tries; one != null; one = one.next) {
      if (one.live > 0) {
        return true;
      }
    }
    return false;
  }

  /** The arrow that was accepted, or null. */
  @Nullable Tries settled() {
    for (Tries one = tries; one != null; one = one.next) {
      if (one.applied) {
        return one;
      }
    }
    return null;
  }

  boolean hasOpenTries() {
    for (Tries one = tries; one != null; one = one.next) {
      if (one.open > 0) {
        return true;
      }
    }
    return false;
  }

  boolean hasOpenTries(String arrow) {
    for (Tries one = tries; one != null; one = one.next) {
      if (one.open > 0 && one.arrow.equals(arrow)) {
        return true;
      }
    }
    return false;
  }

  boolean isRunning() {
    return startedAt != Ledger.NEVER && endedAt == Ledger.NEVER;
  }

  void granted(Step step) {
    HistoryEvent event = step.event();
    granted = true;
    holder = step.node();
    from = step.from();
    fromAt = step.fromAt();
    end = step.position();
    endAt = event.at();
    attempt = event.attempt();
    lease = event.leaseNanos();
    touchedAt = Math.max(touchedAt, endAt);
    if (lease > 0) {
      leaseLow = fromAt + lease;
      leaseOwn = Math.max(leaseOwn, leaseLow);
      leaseHigh = Math.max(leaseHigh, endAt + lease);
    }
  }

  /** An extension was sent or answered. */
  void extended(Step step, boolean accepted) {
    HistoryEvent event = step.event();
    touchedAt = Math.max(touchedAt, event.at());
    long length = event.leaseNanos() > 0 ? event.leaseNanos() : lease;
    if (length <= 0) {
      return;
    }
    long low = step.fromAt() + length;
    if (length < lease) {
      leaseLow = accepted ? low : Math.min(leaseLow, low);
    } else if (accepted && leaseLow != Ledger.NEVER) {
      leaseLow = Math.max(leaseLow, low);
    }
    if (accepted) {
      lease = length;
      leaseOwn = Math.max(leaseOwn, low);
    }
    leaseHigh = Math.max(leaseHigh, event.at() + length);
  }

  String line() {
    return Example.line(
        granted ? endAt : touchedAt,
        holder,
        (granted ? "claimed " : "held ") + job.id + " token " + token + " attempt " + attempt);
  }
}
