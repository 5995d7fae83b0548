package dev.tandemq.history;

import org.jspecify.annotations.Nullable;

/** What is known of one job: one small object, kept to the end. */
final class JobTrack {

  final String id;
  @Nullable QueueTrack queue;

  boolean pushed;
  boolean added;
  long pushFrom;
  long pushFromAt;
  long addedEnd = Ledger.NEVER;
  long addedAt = Ledger.NEVER;
  @Nullable NodeTrack pusher;
  int openPushes;

  /** It is not the first job of its id: what is told of the one before may still come. */
  boolean reborn;

  long hash;
  int maxAttempts;
  int priority;

  /** No claim before this moment: the greatest of beginning plus delay, of push or settlement. */
  long notBefore = Long.MIN_VALUE;

  /** From this moment on somebody could take it: the latest of end plus delay. */
  long dueAt = Long.MIN_VALUE;

  /** The claim whose settlement made it wait: later ones alone are held to it. */
  long waitsToken = -1;

  /** What made it wait. */
  String waitsFor = "";

  @Nullable ClaimTrack newest;

  /** From here on it is certainly gone. */
  long goneEnd = Ledger.NEVER;

  long goneAt;
  long goneToken;
  String goneHow = "";
  @Nullable NodeTrack goneBy;

  /** Completions of the jobs that had its id. */
  int completions;

  int openRemovals;

  /** The last sign that somebody may have removed it, answered or not. */
  long removalTouched;

  /** From here on it is certainly FAILED, until somebody requeues it. */
  long failedEnd = Ledger.NEVER;

  long failedAt;
  int openRequeues;

  /** Where the latest requeue that may have worked ended. */
  long requeueEnd;

  /** Claims since the last requeue whose holder died with them. */
  int kills;

  String dumped = "";
  int dumpedAttempt;

  /** It is ready for certain while this is the round of its queue; for points alone. */
  int readyRound;

  /** Where it stands in line until its first claim; for points alone. */
  @Nullable Lane lane;

  long lanePlace;

  JobTrack(String id) {
    this.id = id;
  }

  @Nullable ClaimTrack claim(long token) {
    for (ClaimTrack one = newest; one != null && one.token >= token; one = one.older) {
      if (one.token == token) {
        return one;
      }
    }
    return null;
  }

  ClaimTrack claimOrNew(long token) {
    ClaimTrack newer = null;
    ClaimTrack one = newest;
    while (one != null && one.token > token) {
      newer = one;
      one = one.older;
    }
    if (one != null && one.token == token) {
      return one;
    }
    ClaimTrack made = new ClaimTrack(this, token);
    made.older = one;
    if (newer == null) {
      newest = made;
    } else {
      newer.older = made;
    }
    return made;
  }

  /** The greatest claim that was granted before this position, or null. */
  @Nullable ClaimTrack grantedBefore(long position) {
    for (ClaimTrack one = newest; one != null; one = one.older) {
      if (one.granted && one.end < position) {
        return one;
      }
    }
    return null;
  }

  /** Whether it may have been pushed a second time after it was gone. */
  boolean maybePushedAnew() {
    return openPushes > 0;
  }

  boolean isGone() {
    return goneEnd != Ledger.NEVER;
  }

  /** Whether something without a known answer may have taken it away. */
  boolean maybeGone() {
    if (openRemovals > 0 || (queue != null && queue.maybeCleared(this))) {
      return true;
    }
    if (queue != null && queue.pruned && maybeFailed()) {
      return true;
    }
    for (ClaimTrack one = newest; one != null; one = one.older) {
      if (one.hasOpenTries()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it may be FAILED, or have been. */
  private boolean maybeFailed() {
    return failedEnd != Ledger.NEVER
        || (newest != null && (maxAttempts == 0 || newest.attempt >= maxAttempts));
  }

  void gone(Step step, String how) {
    if (!isGone()) {
      if (how.equals("completed")) {
        completions++;
      }
      goneEnd = step.position();
      goneAt = step.event().at();
      goneToken = step.event().token();
      goneHow = how;
      goneBy = step.node();
    }
  }

  /** Its id was pushed again, and a new job has begun. */
  void anew() {
    reborn = true;
    newest = null;
    goneEnd = Ledger.NEVER;
    failedEnd = Ledger.NEVER;
    notBefore = Long.MIN_VALUE;
    waitsToken = -1;
    dueAt = Long.MIN_VALUE;
    kills = 0;
    requeueEnd = 0;
    removalTouched = 0;
    dumped = "";
  }

  String goneLine() {
    return Example.line(
        goneAt, goneBy, goneHow + " " + id + (goneToken > 0 ? " token " + goneToken : ""));
  }
}
