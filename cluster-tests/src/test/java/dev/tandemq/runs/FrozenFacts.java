package dev.tandemq.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What became of a leader that was frozen and woken, and of its jobs, out of the history in order
 * of time. Moments are nanoseconds since the run began.
 */
final class FrozenFacts implements Consumer<HistoryEvent> {

  private final String frozen;
  private final long frozenAt;
  private final long wokeAt;
  private final long term;

  private final Map<String, Long> held = new HashMap<>();
  private final Set<String> begunElsewhere = new HashSet<>();
  private final Set<String> doneElsewhere = new HashSet<>();
  private final Set<String> acceptedAfter = new HashSet<>();
  private final Set<String> claimedAfter = new HashSet<>();
  private long nextLeaderAt = Long.MAX_VALUE;
  private int refusedSweeps;
  private int acceptedSweeps;
  private int refusedSettlements;
  private int beliefs;
  private boolean hasRejoined;
  private int doneAfter;

  /**
   * Nothing is known yet.
   *
   * @param frozen incarnation of the leader
   * @param term in which it led
   */
  FrozenFacts(String frozen, long frozenAt, long wokeAt, long term) {
    this.frozen = frozen;
    this.frozenAt = frozenAt;
    this.wokeAt = wokeAt;
    this.term = term;
  }

  @Override
  public void accept(HistoryEvent event) {
    if (event.phase() != Phase.OK) {
      return;
    }
    if (!event.incarnation().equals(frozen)) {
      other(event);
    } else if (event.at() <= wokeAt) {
      before(event);
    } else {
      after(event);
    }
  }

  private void before(HistoryEvent event) {
    if (event.op() == Op.START) {
      held.put(event.job(), event.token());
    } else if (event.op() == Op.END) {
      held.remove(event.job());
    }
  }

  private void other(HistoryEvent event) {
    if (event.op() == Op.LEAD && event.result().equals("LEADS") && event.term() > term) {
      nextLeaderAt = Math.min(nextLeaderAt, event.at());
    } else if (event.at() < wokeAt && held.containsKey(event.job())) {
      if (event.op() == Op.START) {
        begunElsewhere.add(event.job());
      } else if (event.op() == Op.SETTLE
          && event.arrow().equals("COMPLETE")
          && event.result().equals("APPLIED")) {
        doneElsewhere.add(event.job());
      }
    }
  }

  private void after(HistoryEvent event) {
    switch (event.op()) {
      case SWEEP, PRUNE -> {
        if (event.term() == term) {
          boolean refused = event.result().equals("REFUSED");
          refusedSweeps += refused ? 1 : 0;
          acceptedSweeps += refused ? 0 : 1;
        }
      }
      case CLAIM -> claimedAfter.add(event.job());
      case SETTLE -> {
        boolean isOld = Long.valueOf(event.token()).equals(held.get(event.job()));
        if (!isOld) {
          doneAfter += claimedAfter.contains(event.job()) ? 1 : 0;
        } else if (event.result().equals("LOST")) {
          refusedSettlements++;
        } else {
          acceptedAfter.add(event.job());
        }
      }
      case BELIEVE -> beliefs += event.term() == term ? 1 : 0;
      case JOIN -> hasRejoined = true;
      default -> {
        // Not looked at.
      }
    }
  }

  /**
   * Fails when the leader was not replaced in time, when one of its words counted after it woke, or
   * when its jobs had to wait for it.
   *
   * @param bound from the freeze to the next leader
   */
  void check(Duration heartbeat, Duration bound) {
    assertThat(nextLeaderAt - frozenAt).as(toString()).isBetween(0L, bound.toNanos());
    assertThat(wokeAt - frozenAt)
        .as("frozen beyond its time to live")
        .isGreaterThan(heartbeat.multipliedBy(NodeOptions.HELD_HEARTBEATS).toNanos());
    assertThat(held).as("jobs that it ran").isNotEmpty();
    assertThat(begunElsewhere).as(toString()).containsExactlyInAnyOrderElementsOf(held.keySet());
    assertThat(doneElsewhere).as(toString()).isNotEmpty();
    assertThat(refusedSweeps).as(toString()).isPositive();
    assertThat(acceptedSweeps).as(toString()).isZero();
    assertThat(acceptedAfter).as(toString()).isEmpty();
    assertThat(beliefs).as("looks after it woke that still saw it believe").isZero();
    assertThat(hasRejoined).as(toString()).isTrue();
    assertThat(doneAfter).as("jobs that it did after it woke").isPositive();
  }

  @Override
  public String toString() {
    return "for %.2f s; the next one led after %.2f s; of %d jobs that it ran %d ran elsewhere "
            .formatted(
                LeaderRun.seconds(wokeAt - frozenAt),
                LeaderRun.seconds(nextLeaderAt - frozenAt),
                held.size(),
                begunElsewhere.size())
        + "meanwhile, %d were done; refused when it woke: %d sweeps of term %d, %d settlements; "
            .formatted(doneElsewhere.size(), refusedSweeps, term, refusedSettlements)
        + "did %d jobs later".formatted(doneAfter);
  }
}
