package dev.tandemq.history;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who leads.
 *
 * <p><b>I17</b>, for each answer to a wish to lead, and each sweep and prune with a term: broken
 * when one term has two leaders; when a term was answered that is smaller than one answered before
 * the asking began; when a sweep or prune with a term was accepted although one with a greater term
 * had been accepted before it began.
 *
 * <p><b>I18</b>, for each belief: broken when the believer was never told that it leads in this
 * term, and when it believes, or says that it will go on believing, beyond the time to live counted
 * from the beginning of its last asking that worked. A belief with a beginning was held at some
 * moment between that and its end, and is taken for the earliest. Two beliefs at one moment in
 * different terms are no violation by themselves: a leader whose office was taken away by a fault
 * may believe until its own time to live is over, and its term makes it harmless.
 */
final class LeaderCheck implements Check {

  private final Ledger ledger;
  private final Tally terms;
  private final Tally belief;
  private final Map<Long, Reign> reigns = new HashMap<>();
  private long newestTerm;
  private String newestLine = "";
  private long newestWrite;
  private String newestWriteLine = "";

  LeaderCheck(Ledger ledger, Tallies tallies) {
    this.ledger = ledger;
    terms = tallies.of(Invariant.I17);
    belief = tallies.of(Invariant.I18);
  }

  /** What is known of one term. */
  private static final class Reign {
    private final String leader;
    private final String line;

    /** Until when the leader itself may believe. */
    private long until = Long.MIN_VALUE;

    private Supplier<String> renewed = () -> "";

    private Reign(String leader, String line) {
      this.leader = leader;
      this.line = line;
    }
  }

  @Override
  public Set<Op> ops() {
    return EnumSet.of(Op.LEAD, Op.SWEEP, Op.PRUNE, Op.BELIEVE);
  }

  @Override
  public void on(Step step) {
    switch (step.event().op()) {
      case LEAD -> lead(step);
      case BELIEVE -> believe(step);
      default -> write(step);
    }
  }

  private void lead(Step step) {
    HistoryEvent event = step.event();
    OpenCall call = step.call();
    if (step.isInvoke()) {
      if (call != null) {
        call.seen = newestTerm;
      }
      return;
    }
    if (!step.isOk() || event.term() == 0) {
      return;
    }
    terms.looked();
    long before = call == null ? newestTerm : call.seen;
    if (event.term() < before) {
      terms.broken(() -> Example.of(newestLine, step.line(), "the term fell"));
    }
    Reign reign = reigns.get(event.term());
    if (reign == null) {
      reign = new Reign(event.name(), step.line());
      reigns.put(event.term(), reign);
    } else if (!reign.leader.equals(event.name())) {
      Reign other = reign;
      terms.broken(() -> Example.of(other.line, step.line(), "one term has two leaders"));
    }
    if (event.name().equals(believer(step)) || step.hasResult("LEADS")) {
      long timeToLive =
          event.leaseNanos() > 0
              ? event.leaseNanos()
              : ledger.settings().electionTimeout().toNanos();
      if (step.fromAt() + timeToLive > reign.until) {
        reign.until = step.fromAt() + timeToLive;
        reign.renewed = step.later();
      }
    }
    if (event.term() > newestTerm) {
      newestTerm = event.term();
      newestLine = step.line();
    }
  }

  /** Who speaks, as a leader is named. */
  private static String believer(Step step) {
    String incarnation = step.event().incarnation();
    return incarnation.isEmpty() ? step.event().node() : incarnation;
  }

  private void believe(Step step) {
    HistoryEvent event = step.event();
    if (event.term() == 0 || !step.isOk()) {
      return;
    }
    belief.looked();
    @Nullable Reign reign = reigns.get(event.term());
    if (reign == null || !reign.leader.equals(believer(step))) {
      belief.broken(
          () ->
              Example.of(
                  reign == null ? "nobody was told of term " + event.term() : reign.line,
                  step.line(),
                  "believes to lead, and was never told so"));
      return;
    }
    long until = step.fromAt() + Math.max(0, event.leaseNanos());
    if (until > reign.until + ledger.settings().tolerance().toNanos()) {
      belief.broken(
          () ->
              Example.of(
                  reign.renewed.get(),
                  step.line()
                      + (event.leaseNanos() > 0
                          ? " until" + Example.time(until).stripTrailing()
                          : ""),
                  "believes beyond its time to live, which ended at" + Example.time(reign.until)));
    }
  }

  private void write(Step step) {
    HistoryEvent event = step.event();
    OpenCall call = step.call();
    if (step.isInvoke()) {
      if (call != null) {
        call.seen = newestWrite;
      }
      return;
    }
    if (!step.isOk() || event.term() == 0) {
      return;
    }
    terms.looked();
    if (step.hasResult("REFUSED")) {
      return;
    }
    long before = call == null ? newestWrite : call.seen;
    if (event.term() < before) {
      terms.broken(
          () -> Example.of(newestWriteLine, step.line(), "accepted in the name of an old term"));
    }
    if (event.term() > newestWrite) {
      newestWrite = event.term();
      newestWriteLine = step.line();
    }
  }
}
