package dev.tandemq.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The leader of three nodes is killed: another leads, in a later term, within the time to live and
 * a heartbeat. The leader is frozen beyond its time to live and wakes up: what it writes is
 * refused, it knows that it leads no more, and its jobs ran elsewhere meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Machine.PROCESSORS, mode = ResourceAccessMode.READ)
abstract class LeaderRun {

  /** Long, so that the delays of a busy machine are small beside it. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final Duration BOUND =
      HEARTBEAT.multipliedBy(NodeOptions.HELD_HEARTBEATS).plus(HEARTBEAT);
  private static final int SLOTS = 4;
  private static final int WAITING = 4;
  private static final Duration WORK = Duration.ofMillis(400);
  private static final Duration LONG_WORK = Duration.ofSeconds(3);

  /** Kept when the run fails: {@code tandem check} reads what is in it. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder = Path.of("");

  abstract Backend backend();

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  @Timeout(180)
  void afterAKillAnotherLeadsWithinTheTimeToLiveAndAHeartbeat() throws Exception {
    int kills = Machine.isTestedAgain() ? 1 : 2;
    try (ClusterRun run = new ClusterRun(backend(), folder, HEARTBEAT, SLOTS)) {
      List<NodeProcess> nodes = new ArrayList<>(run.startAll("ada", "bob", "cleo"));
      long term = 0;
      try (Load load = load(run, WORK)) {
        for (int i = 0; i < kills; i++) {
          NodeProcess leader = awaitLeader(nodes, term);
          term = latestTerm(leader);
          run.kill(leader);
          nodes.remove(leader);
          awaitLeader(nodes, term);
          NodeProcess again = run.start(leader.name());
          again.await(NodeProgram.AT_WORK);
          nodes.add(again);
        }
        run.heal();
        load.end();
      }
      run.drain(Waiting.LONG);
      RunReport report = run.end();

      List<Long> gaps = gaps(report);
      System.out.println("Leader killed: the next one led after " + seconds(gaps));
      assertThat(report.violations()).as(report.table()).isZero();
      assertThat(gaps).hasSize(kills);
      assertThat(gaps).as(seconds(gaps)).allMatch(gap -> gap <= BOUND.toNanos());
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  @Timeout(180)
  void aFrozenLeaderThatWakesUpIsRefusedAndKnows() throws Exception {
    try (ClusterRun run = new ClusterRun(backend(), folder, HEARTBEAT, SLOTS)) {
      List<NodeProcess> nodes = new ArrayList<>(run.startAll("ada", "bob", "cleo"));
      NodeProcess leader = awaitLeader(nodes, 0);
      List<NodeProcess> others = nodes.stream().filter(node -> node != leader).toList();
      long term;
      long frozenAt;
      try (Load load = load(run, LONG_WORK)) {
        // In the worst moment: it has decided to sweep, and nothing has left it yet.
        leader.tell(NodeProgram.HOLD);
        term = Long.parseLong(leader.await(NodeProgram.HOLDS));
        awaitFreshWork(run, leader);
        run.freeze(leader);
        frozenAt = run.now();
        awaitLeader(others, term);
        awaitWorkElsewhere(leader, others);
        load.end();
      }
      String frozen = leader.incarnation();
      long wokeAt = run.now();
      run.thaw(leader);
      leader.tell(NodeProgram.RELEASE);
      assertThat(leader.await(NodeProgram.DEPOSED)).isEqualTo(Long.toString(term));
      // It is a member again, and works.
      Waiting.until(
          () -> run.members().stream().anyMatch(node -> node.id().incarnation().equals(frozen)),
          Waiting.LONG,
          () -> "" + run.members());
      run.heal();
      awaitWorkOf(run, leader, frozen);
      run.drain(Waiting.LONG);
      RunReport report = run.end();

      FrozenFacts facts = new FrozenFacts(frozen, frozenAt, wokeAt, term);
      report.replay(facts);
      System.out.println("Leader frozen: " + facts);
      assertThat(report.violations()).as(report.table()).isZero();
      facts.check(HEARTBEAT, BOUND);
    }
  }

  /** Waits until one of these has been elected in a term beyond the given one, and tells which. */
  private static NodeProcess awaitLeader(Collection<NodeProcess> nodes, long beyond) {
    List<NodeProcess> found = new ArrayList<>();
    Waiting.until(
        () -> {
          nodes.stream()
              .filter(node -> node.isAlive() && latestTerm(node) > beyond)
              .max((one, other) -> Long.compare(latestTerm(one), latestTerm(other)))
              .ifPresent(found::add);
          return !found.isEmpty();
        },
        Waiting.LONG,
        () -> "nobody leads beyond term " + beyond + ": " + nodes);
    return found.get(0);
  }

  private static long latestTerm(NodeProcess node) {
    return node.allSaid(NodeProgram.ELECTED).stream().mapToLong(Long::parseLong).max().orElse(0);
  }

  private static Load load(ClusterRun run, Duration work) {
    return Load.begin(run.queue(), Work.text(work.toMillis(), false), WAITING);
  }

  /** Waits until the node runs jobs that have most of their time before them. */
  private static void awaitFreshWork(ClusterRun run, NodeProcess node) {
    Waiting.until(
        () -> !LiveHistory.running(node, run.now() - LONG_WORK.dividedBy(3).toNanos()).isEmpty(),
        Waiting.LONG,
        () -> "no job has just begun: " + node);
  }

  /** Waits until all that a frozen node ran is run by others, and some of it is done. */
  private static void awaitWorkElsewhere(NodeProcess frozen, List<NodeProcess> others) {
    Set<String> jobs = LiveHistory.running(frozen, 0);
    Waiting.until(
        () -> LiveHistory.begun(others).containsAll(jobs),
        Waiting.LONG,
        () -> "run elsewhere: " + jobs);
    Waiting.until(
        () -> LiveHistory.completed(others).stream().anyMatch(jobs::contains),
        Waiting.LONG,
        () -> "done elsewhere: " + jobs);
  }

  /** Pushes until the node that was frozen runs jobs again. */
  private static void awaitWorkOf(ClusterRun run, NodeProcess node, String incarnation)
      throws Exception {
    try (Load load = load(run, WORK)) {
      Waiting.until(
          () ->
              run.members().stream()
                  .anyMatch(
                      one ->
                          one.id().incarnation().equals(incarnation) && one.state().running() > 0),
          Waiting.LONG,
          node::toString);
      load.end();
    }
  }

  /** For each kill, how long it took until another node heard that it leads in a later term. */
  private static List<Long> gaps(RunReport report) throws IOException {
    List<Long> gaps = new ArrayList<>();
    Map<String, Long> kills = new HashMap<>();
    report.replay(
        event -> {
          if (event.op() == Op.FAULT && event.name().equals(RunFacts.KILL)) {
            kills.put(event.incarnation(), event.at());
          } else if (isElected(event) && !kills.isEmpty()) {
            kills.values().forEach(at -> gaps.add(event.at() - at));
            kills.clear();
          }
        });
    return gaps;
  }

  private static boolean isElected(HistoryEvent event) {
    return event.op() == Op.LEAD && event.phase() == Phase.OK && event.result().equals("LEADS");
  }

  private static String seconds(List<Long> nanos) {
    return nanos.stream().map(one -> "%.2f s".formatted(seconds(one))).toList()
        + ", bound "
        + seconds(BOUND.toNanos())
        + " s";
  }

  static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
