package dev.tandemq.runs;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a run came to, out of its history in order of time: who completed how much, whom the
 * kills hit, and when what they left behind was claimed again. Confined to one thread.
 */
final class RunFacts implements Consumer<HistoryEvent> {

  static final String KILL = "kill";
  static final String FREEZE = "freeze";
  static final String THAW = "thaw";

  private final Map<String, JobFacts> jobs = new HashMap<>();
  private final Map<String, Integer> completedBy = new TreeMap<>();
  private final Map<String, Held> held = new HashMap<>();
  private final Map<String, Held> orphans = new HashMap<>();
  private final Map<String, Long> killedAt = new HashMap<>();
  private final List<Kill> kills = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private long lastKillAt;
  private int unseen;
  private int lost;

  /** What became of one job. */
  static final class JobFacts {
    int attempt;
    int starts;
    int completions;
  }

  /** A claim that was not settled yet, as far as anybody knows. */
  private static final class Held {
    final String incarnation;
    final long token;
    boolean runs;
    boolean isSettling;
    long killedAt;

    Held(HistoryEvent claim) {
      incarnation = claim.incarnation();
      token = claim.token();
    }
  }

  /**
   * A node that was killed.
   *
   * @param at when, in nanoseconds since the run began; before the signal was sent
   * @param node its name
   * @param running jobs whose handler ran
   * @param held jobs that were claimed and not settled, the running ones too
   * @param inDoubt of those the ones whose settlement had been sent, without an answer
   */
  record Kill(long at, String node, int running, int held, int inDoubt) {}

  @Override
  public void accept(HistoryEvent event) {
    switch (event.op()) {
      case PUSH -> {
        if (event.phase() == Phase.OK) {
          job(event);
        }
      }
      case CLAIM -> claimed(event);
      case START -> {
        job(event).starts++;
        mark(event, true);
      }
      case END -> mark(event, false);
      case SETTLE -> settled(event);
      case FAULT -> {
        if (event.name().equals(KILL)) {
          killedAt.put(event.incarnation(), event.at());
          lastKillAt = event.at();
        }
      }
      case CRASH -> died(event);
      default -> {
        // Not counted here.
      }
    }
  }

  private JobFacts job(HistoryEvent event) {
    return jobs.computeIfAbsent(event.job(), id -> new JobFacts());
  }

  private void claimed(HistoryEvent event) {
    if (event.phase() != Phase.OK || event.job().isEmpty()) {
      return;
    }
    JobFacts job = job(event);
    Held orphan = orphans.remove(event.job());
    if (event.attempt() > job.attempt + 1) {
      // Claimed by a node that died before it heard, so by the one killed last or one before it.
      unseen++;
      waits.add(event.at() - lastKillAt);
    } else if (orphan != null) {
      waits.add(event.at() - orphan.killedAt);
    }
    job.attempt = event.attempt();
    held.put(event.job(), new Held(event));
  }

  private @Nullable Held held(HistoryEvent event) {
    Held claim = held.get(event.job());
    return claim != null && claim.token == event.token() ? claim : null;
  }

  private void mark(HistoryEvent event, boolean runs) {
    Held claim = held(event);
    if (claim != null) {
      claim.runs = runs;
    }
  }

  private void settled(HistoryEvent event) {
    Held claim = held(event);
    if (event.phase() == Phase.INVOKE && claim != null) {
      claim.isSettling = true;
    }
    if (event.phase() != Phase.OK) {
      return;
    }
    if (claim != null) {
      held.remove(event.job());
    }
    if (event.result().equals("LOST")) {
      lost++;
    } else if (event.arrow().equals("COMPLETE")) {
      job(event).completions++;
      completedBy.merge(event.node(), 1, Integer::sum);
    }
  }

  private void died(HistoryEvent event) {
    long at = killedAt.getOrDefault(event.incarnation(), event.at());
    int running = 0;
    int all = 0;
    int inDoubt = 0;
    for (Map.Entry<String, Held> one : held.entrySet()) {
      Held claim = one.getValue();
      if (claim.incarnation.equals(event.incarnation())) {
        all++;
        running += claim.runs ? 1 : 0;
        inDoubt += claim.isSettling ? 1 : 0;
        claim.killedAt = at;
        orphans.put(one.getKey(), claim);
      }
    }
    held.values().removeIf(claim -> claim.incarnation.equals(event.incarnation()));
    kills.add(new Kill(at, event.node(), running, all, inDoubt));
  }

  /** Jobs that were pushed, or heard of else, by id. */
  Map<String, JobFacts> jobs() {
    return jobs;
  }

  /** Completions that were accepted, by the name of the node. */
  Map<String, Integer> completedBy() {
    return completedBy;
  }

  List<Kill> kills() {
    return kills;
  }

  /** From each kill to the next claim of each job that it left behind, sorted, in nanoseconds. */
  List<Long> waits() {
    return waits.stream().sorted().toList();
  }

  /** Jobs of killed nodes that nobody claimed again and that were not about to be settled. */
  long forgotten() {
    return orphans.values().stream().filter(orphan -> !orphan.isSettling).count();
  }

  /** Claims of killed nodes of which nobody heard, but for the number of the next attempt. */
  int unseen() {
    return unseen;
  }

  /** Settlements that were refused. */
  int lost() {
    return lost;
  }
}
