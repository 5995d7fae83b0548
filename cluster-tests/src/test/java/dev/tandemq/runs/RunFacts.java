package dev.tandemq.runs;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** How long a request may be on its way that was sent by a node that is no more. */
  private static final long ON_ITS_WAY = 250_000_000;

  private final Map<String, JobFacts> jobs = new HashMap<>();
  private final Map<String, Integer> completedBy = new TreeMap<>();
  private final Map<String, Held> held = new HashMap<>();
  private final Map<String, Held> orphans = new HashMap<>();
  private final Map<String, Long> killedAt = new HashMap<>();
  private final List<Kill> kills = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final Map<String, Set<String>> running = new HashMap<>();
  private long lostAnswerAt = Long.MIN_VALUE;
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
        running(event).add(event.job() + ' ' + event.token());
      }
      case END -> running(event).remove(event.job() + ' ' + event.token());
      case SETTLE -> settled(event);
      case FAULT -> {
        if (event.name().equals(KILL)) {
          killedAt.put(event.incarnation(), event.at());
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
    if (event.phase() == Phase.UNKNOWN) {
      lostAnswerAt = event.at();
    }
    if (event.phase() != Phase.OK || event.job().isEmpty()) {
      return;
    }
    JobFacts job = job(event);
    Held orphan = orphans.remove(event.job());
    if (event.attempt() > job.attempt + 1) {
      unseen++;
      unseen(event);
    } else if (orphan != null) {
      waits.add(event.at() - orphan.killedAt);
    }
    job.attempt = event.attempt();
    held.put(event.job(), new Held(event));
  }

  /**
   * A claim before this one was granted and nobody heard of it: to a node that died while its
   * request was on its way, one lease ago at least; unless an answer to a living one was lost
   * since.
   */
  private void unseen(HistoryEvent event) {
    long latest = event.at() - event.leaseNanos() + ON_ITS_WAY;
    long killed =
        killedAt.values().stream()
            .mapToLong(at -> at)
            .filter(at -> at <= latest)
            .max()
            .orElse(Long.MIN_VALUE);
    if (killed > lostAnswerAt) {
      waits.add(event.at() - killed);
    }
  }

  private @Nullable Held held(HistoryEvent event) {
    Held claim = held.get(event.job());
    return claim != null && claim.token == event.token() ? claim : null;
  }

  private Set<String> running(HistoryEvent event) {
    return running.computeIfAbsent(event.incarnation(), start -> new HashSet<>());
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
      completedBy.merge(event.node().split("[.]")[0], 1, Integer::sum);
    }
  }

  private void died(HistoryEvent event) {
    long at = killedAt.getOrDefault(event.incarnation(), event.at());
    int all = 0;
    int inDoubt = 0;
    for (Map.Entry<String, Held> one : held.entrySet()) {
      Held claim = one.getValue();
      if (claim.incarnation.equals(event.incarnation())) {
        all++;
        inDoubt += claim.isSettling ? 1 : 0;
        claim.killedAt = at;
        orphans.put(one.getKey(), claim);
      }
    }
    held.values().removeIf(claim -> claim.incarnation.equals(event.incarnation()));
    kills.add(new Kill(at, event.node(), running(event).size(), all, inDoubt));
  }

  /** Jobs that were pushed, or heard of else, by id. */
  Map<String, JobFacts> jobs() {
    return jobs;
  }

  /** Completions that were accepted, by the name of the node up to a dot. */
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
