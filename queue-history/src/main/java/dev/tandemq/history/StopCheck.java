package dev.tandemq.history;

import java.util.EnumSet;
import java.util.Set;

/**
 * <b>I24</b>: a graceful stop. For each stop, and each claim and handler of a node that has been
 * told to stop. Broken when a node that is at rest claims: by a call that began after that, or, in
 * a history of points, by one that was applied later than requests can be late; when it calls a
 * handler; when a handler at that moment has neither ended nor been told to, and nothing was sent
 * that settles its claim; when a claim that was answered before is neither settled nor lost; and
 * when a handler outlived its lease during the stop although nothing hindered its node: no
 * extension was sent for so long, or, in a history of points, none was applied, without faults
 * about.
 */
final class StopCheck implements Check {

  private final Ledger ledger;
  private final Tally stops;

  StopCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    stops = tallies.of(Invariant.I24);
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.STOP, Op.CLAIM, Op.START, Op.END);
  }

  @Override
  public void on(Step step) {
    if (!step.isOk()) {
      return;
    }
    NodeTrack node = step.node();
    switch (step.event().op()) {
      case STOP -> atRest(step, node);
      case CLAIM -> claimed(step, node);
      case START -> {
        if (node.stoppedEnd != Ledger.NEVER) {
          stops.looked();
          stops.broken(
              () -> Example.of(stopLine(node), step.line(), "a handler was called after the stop"));
        }
      }
      default -> {
        ClaimTrack claim = step.claim();
        if (claim != null && claim.isRunning() && node.stopFrom != Ledger.NEVER) {
          leased(step, node, claim);
        }
      }
    }
  }

  private static String stopLine(NodeTrack node) {
    return Example.line(node.stoppedAt, node, "has stopped");
  }

  private void claimed(Step step, NodeTrack node) {
    if (step.job() == null || node.stoppedEnd == Ledger.NEVER) {
      return;
    }
    stops.looked();
    boolean after =
        step.call() != null
            ? step.from() > node.stoppedEnd
            : step.event().at() > node.stoppedAt + ledger.settings().late().toNanos();
    if (after) {
      stops.broken(() -> Example.of(stopLine(node), step.line(), "claimed after the stop"));
    }
  }

  private void atRest(Step step, NodeTrack node) {
    stops.looked();
    for (ClaimTrack claim : node.running) {
      if (claim.toldAt == Ledger.NEVER && !claim.maybeSettled()) {
        stops.broken(
            () ->
                Example.of(
                    claim.line(),
                    step.line(),
                    "its handler runs still, was not told, and its job did not go back"));
      } else {
        leased(step, node, claim);
      }
    }
    for (ClaimTrack claim : node.holding) {
      boolean answered = claim.from < claim.end;
      boolean holds = claim.leaseLow != Ledger.NEVER && claim.leaseLow > step.event().at();
      boolean ours = claim.job.newest == claim && !claim.job.isGone() && !claim.job.maybeGone();
      if (answered && holds && ours && !claim.maybeSettled() && !claim.isRunning()) {
        stops.broken(() -> Example.of(claim.line(), step.line(), "its claim was left reserved"));
      }
    }
  }

  private void leased(Step step, NodeTrack node, ClaimTrack claim) {
    long at = step.event().at();
    boolean known =
        claim.granted
            && claim.leaseHigh > node.stopFromAt
            && claim.lostAnswerAt == Ledger.NEVER
            && !claim.maybeSettled()
            && claim.job.newest == claim
            && !claim.job.isGone();
    boolean calm =
        !ledger.isTroubled()
            && (ledger.healedAt() == Ledger.NEVER || ledger.healedAt() <= claim.touchedAt);
    boolean answered = claim.from < claim.end;
    if (!known || !(answered || calm)) {
      return;
    }
    stops.looked();
    if (at > claim.leaseHigh + ledger.settings().tolerance().toNanos()
        && node.frozen(claim.touchedAt, at) == 0) {
      stops.broken(
          () ->
              Example.of(
                  claim.line(),
                  Example.line(node.stopFromAt, node, "was told to stop"),
                  Example.line(claim.leaseHigh, node, "the lease was over, and not extended"),
                  step.line()));
    }
  }
}
