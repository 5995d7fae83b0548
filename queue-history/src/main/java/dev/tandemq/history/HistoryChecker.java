package dev.tandemq.history;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history, event by event: a pure function of what it was fed and of its settings. It
 * never counts a violation that is not one, as long as the events come in order of time.
 *
 * <p>An operation with an INVOKE lies between that and its end, and may overlap others; one without
 * is a point, and points are taken to be in the order in which the store applied them. An operation
 * that ends UNKNOWN, or not at all, may have been done, even much later, or not. {@code
 * docs/history.md} tells which fields each event has and what is looked at for each invariant.
 *
 * <p>Confined to one thread. Memory grows with jobs and claims, not with events.
 */
public final class HistoryChecker implements Consumer<HistoryEvent> {

  private final Tallies tallies = new Tallies();
  private final Ledger ledger;
  private final List<Check> checks;
  private final Map<Op, Check[]> byOp = new EnumMap<>(Op.class);
  private @Nullable List<Verdict> verdicts;

  /** A checker that has seen nothing, of a run with {@link CheckSettings#defaults}. */
  public HistoryChecker() {
    this(CheckSettings.defaults());
  }

  /** A checker that has seen nothing. */
  public HistoryChecker(CheckSettings settings) {
    ledger = new Ledger(Objects.requireNonNull(settings, "settings"));
    checks =
        List.of(
            new LossCheck(ledger, tallies),
            new CompletionCheck(tallies),
            new TokenCheck(ledger, tallies),
            new AttemptCheck(ledger, tallies),
            new TimingCheck(ledger, tallies),
            new LeaderCheck(ledger, tallies),
            new LeaseCheck(ledger, tallies),
            new BatchCheck(ledger, tallies),
            new OrderCheck(ledger, tallies),
            new LockCheck(ledger, tallies),
            new MemberCheck(ledger, tallies),
            new StopCheck(ledger, tallies),
            new HealCheck(ledger, tallies),
            new CountCheck(ledger, tallies));
    for (Op op : Op.values()) {
      byOp.put(op, checks.stream().filter(check -> check.ops().contains(op)).toArray(Check[]::new));
    }
  }

  /**
   * Takes in the next event.
   *
   * @throws IllegalStateException after {@link #verdicts}: the history is over then
   */
  @Override
  public void accept(HistoryEvent event) {
    if (verdicts != null) {
      throw new IllegalStateException("the verdicts were given: no event may follow");
    }
    Step step = ledger.look(event);
    Check[] concerned = byOp.get(event.op());
    if (concerned != null) {
      for (Check check : concerned) {
        check.on(step);
      }
    }
    ledger.take();
  }

  /** Violations found so far: cheap enough to be asked after every event. */
  public long violations() {
    return tallies.violations();
  }

  /**
   * One verdict for each invariant, in their order. What can be known only at the end is looked at
   * now, the first time.
   */
  public List<Verdict> verdicts() {
    List<Verdict> given = verdicts;
    if (given == null) {
      checks.forEach(Check::end);
      given = tallies.verdicts();
      verdicts = given;
    }
    return given;
  }
}
