package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leases.
 *
 * <p><b>I07</b>, for each handler whose claim is lost: its node can know as soon as it was answered
 * LOST (seen at the caller's side alone), or once the lease as last granted is over and somebody
 * else has the job or has removed it. Broken when the handler is told, ends, or its node dies, more
 * than one heartbeat and a fifth after that; time during which the node was frozen does not count.
 *
 * <p><b>I16</b>, for each claim that follows another: broken when the lease of the other certainly
 * held still, nothing may have settled it and nobody may have removed the job: two hold one job.
 * And for each dumped job: broken when it is dumped in two states, in one that is none, or as
 * RESERVED when its lease has been over for longer than the recovery bound, without faults about
 * and with a node that was there and awake all the time.
 */
final class LeaseCheck implements Check {

  private static final Set<String> STATES = Set.of("READY", "DELAYED", "RESERVED", "FAILED");

  private final Ledger ledger;
  private final Tally told;
  private final Tally limbo;
  private final long tolerance;

  LeaseCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    told = tallies.of(Invariant.I07);
    limbo = tallies.of(Invariant.I16);
    tolerance = ledger.settings().tolerance().toNanos();
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.CLAIM, Op.TOLD, Op.END, Op.CRASH, Op.DUMP);
  }

  @Override
  public void on(Step step) {
    if (!step.isOk()) {
      return;
    }
    JobTrack job = step.job();
    switch (step.event().op()) {
      case CRASH -> judgeAll(step.node(), step.event().at());
      case CLAIM -> {
        if (job != null) {
          claimed(step, job);
        }
      }
      case DUMP -> {
        if (job != null) {
          dumped(step, job);
        }
      }
      default -> {
        ClaimTrack claim = step.claim();
        if (claim != null) {
          judge(claim, step.node(), step.event().at());
        }
      }
    }
  }

  private void judgeAll(NodeTrack node, long at) {
    for (ClaimTrack claim : node.running) {
      judge(claim, node, at);
    }
  }

  /** The handler was told, or could not be told any more, at this moment. */
  private void judge(ClaimTrack claim, NodeTrack node, long at) {
    if (!claim.isRunning() || claim.toldAt != Ledger.NEVER) {
      return;
    }
    long known = claim.lostAnswerAt;
    String why = "its node was answered LOST";
    long lostAt = lostAt(claim);
    if (lostAt != Ledger.NEVER && claim.granted && claim.leaseOwn > 0) {
      long over = Math.max(lostAt, claim.leaseOwn);
      if (over < known) {
        known = over;
        why = "its lease was over, and the job was not its own any more";
      }
    }
    if (known == Ledger.NEVER || known > at) {
      return;
    }
    told.looked();
    long begin = Math.max(known, claim.startedAt);
    long bound = ledger.settings().heartbeat().toNanos() * 6 / 5 + tolerance;
    if (at - begin - node.frozen(begin, at) > bound) {
      String reason = why;
      told.broken(
          () ->
              Example.of(
                  claim.line(),
                  Example.line(begin, node, reason),
                  Example.line(at, node, "and its handler had not been told until here")));
    }
  }

  private static long lostAt(ClaimTrack claim) {
    long at = Ledger.NEVER;
    for (ClaimTrack one = claim.job.newest;
        one != null && one.token > claim.token;
        one = one.older) {
      if (one.granted) {
        at = Math.min(at, one.endAt);
      }
    }
    if (claim.job.isGone() && !claim.maybeSettled()) {
      at = Math.min(at, claim.job.goneAt);
    }
    return at;
  }

  private void claimed(Step step, JobTrack job) {
    ClaimTrack before = newestBelow(job, step.event().token());
    if (before == null) {
      return;
    }
    limbo.looked();
    boolean holds =
        before.leaseLow != Ledger.NEVER && before.leaseLow > step.event().at() + tolerance;
    boolean maybeEnded =
        before.maybeSettled()
            || job.isGone()
            || job.openRemovals > 0
            || job.removalTouched > before.from
            || job.maybePushedAnew()
            || job.reborn
            || (job.queue != null
                && (job.queue.openClears > 0 || job.queue.clearEnd > before.from));
    if (holds && !maybeEnded) {
      limbo.broken(
          () ->
              Example.of(
                  before.line(),
                  "its lease held until" + Example.time(before.leaseLow),
                  step.line(),
                  "two hold one job"));
    }
  }

  private static @Nullable ClaimTrack newestBelow(JobTrack job, long token) {
    for (ClaimTrack one = job.newest; one != null; one = one.older) {
      if (one.granted && one.token < token) {
        return one;
      }
    }
    return null;
  }

  private void dumped(Step step, JobTrack job) {
    String state = step.event().result();
    limbo.looked();
    if (!STATES.contains(state)) {
      limbo.broken(() -> Example.of(step.line(), "that is no state"));
    } else if (!job.dumped.isEmpty() && !job.dumped.equals(state)) {
      limbo.broken(() -> Example.of(step.line(), "it was dumped as " + job.dumped + " as well"));
    }
    ClaimTrack last = job.newest;
    if (state.equals("RESERVED") && last != null && last.granted) {
      long over = last.leaseHigh > 0 ? last.leaseHigh : last.touchedAt + lease();
      if (ledger.wasServed(over, ledger.settings().recoveryBound().toNanos())) {
        limbo.broken(
            () ->
                Example.of(
                    last.line(),
                    "its lease was over at" + Example.time(over),
                    step.line(),
                    "still reserved, with nodes that were awake"));
      }
    }
  }

  private long lease() {
    return ledger.settings().lease().toNanos();
  }

  @Override
  public void end() {
    for (NodeTrack node : ledger.nodes()) {
      judgeAll(node, ledger.lastAt());
    }
  }
}
