package dev.tandemq.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.history.BadLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * Run B: three nodes with jobs of 50 ms, of which a random one is killed every 5 s and started
 * again at once under its name. Nothing is lost, nothing stale is accepted, and what a killed node
 * held is claimed again within four heartbeats.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Machine.PROCESSORS, mode = ResourceAccessMode.READ)
abstract class KilledNodesRun {

  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final Duration KILL_EVERY = Duration.ofSeconds(5);
  private static final int SLOTS = 6;
  private static final int WAITING = 6;

  /** A kill that comes a moment too late meets no running job: it is void, and done again. */
  private static final int MOST = 3;

  private static final int BOUND_HEARTBEATS = 4;

  /** Kept when the run fails: {@code tandem check} reads what is in it. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder = Path.of("");

  abstract Backend backend();

  @Test
  @Timeout(240)
  void nothingIsLostAndOrphansAreClaimedAgainInTime() throws Exception {
    long seed = Long.getLong("runs.seed", 1);
    int mustHit = Integer.getInteger("runs.kills", Machine.isTestedAgain() ? 3 : 10);
    Random random = new Random(seed);
    try (ClusterRun run = new ClusterRun(backend(), folder, HEARTBEAT, SLOTS)) {
      List<NodeProcess> nodes = new ArrayList<>(run.startAll("ada.0", "bob.0", "cleo.0"));
      int pushed;
      try (Load load = Load.begin(run.queue(), Work.text(50, false), WAITING)) {
        long killed = System.nanoTime();
        int hits = 0;
        for (int i = 1; hits < mustHit; i++) {
          assertThat(i)
              .as("kills, of which %d have hit a running job", hits)
              .isLessThan(MOST * mustHit);
          Waiting.untilMoment(killed + KILL_EVERY.toNanos());
          // Else nobody would be there to take what it leaves behind: a start takes its time.
          Waiting.until(() -> working(nodes).size() > 1, Waiting.LONG, nodes::toString);
          List<NodeProcess> working = working(nodes);
          NodeProcess victim = working.get(random.nextInt(working.size()));
          run.members();
          Waiting.until(() -> LiveHistory.isRunning(victim), Waiting.LONG, victim::toString);
          run.kill(victim);
          killed = System.nanoTime();
          hits += LiveHistory.running(victim, 0).isEmpty() ? 0 : 1;
          nodes.set(nodes.indexOf(victim), run.start(victim.name().split("[.]")[0] + "." + i));
        }
        nodes.forEach(node -> node.await(NodeProgram.AT_WORK));
        run.heal();
        pushed = load.end();
      }
      run.drain(Waiting.LONG);
      run.members();
      RunReport report = run.end();

      String table = table(report, seed);
      System.out.println(table);
      assertThat(report.violations()).as(table).isZero();
      assertThat(report.verdict("I01").checked()).isEqualTo(pushed);
      assertThat(report.verdict("I05").checked()).isGreaterThanOrEqualTo(pushed);
      assertThat(report.stats().completed()).as(table).isEqualTo(pushed);
      assertThat(report.stats().failed() + report.stats().removed()).isZero();
      assertThat(report.badLines()).allMatch(BadLine::isCut);
      assertThat(hits(report)).as(table).isGreaterThanOrEqualTo(mustHit);
      assertThat(report.facts().forgotten()).as(table).isZero();
      assertThat(quantile(report, 0.99))
          .as(table)
          .isLessThanOrEqualTo(HEARTBEAT.multipliedBy(BOUND_HEARTBEATS).toNanos());
    }
  }

  private static List<NodeProcess> working(List<NodeProcess> nodes) {
    return nodes.stream().filter(node -> node.hasSaid(NodeProgram.AT_WORK)).toList();
  }

  private static long hits(RunReport report) {
    return report.facts().kills().stream().filter(kill -> kill.running() > 0).count();
  }

  /** From the kill to the next claim: the time in which this share of the orphans was taken. */
  private static long quantile(RunReport report, double share) {
    List<Long> waits = report.facts().waits();
    return waits.isEmpty() ? 0 : waits.get((int) Math.ceil(share * waits.size()) - 1);
  }

  private static String table(RunReport report, long seed) {
    List<RunFacts.Kill> kills = report.facts().kills();
    return """
        Run B: jobs of 50 ms, a random node of three killed every 5 s and started again; seed %d
          pushed              %,6d   completed by %s
          completed           %,6d   failed %d, removed %d, left %d
          kills               %,6d   of them hit a running job: %d
          running when killed %,6d   held %d, about to be settled %d; claims not heard of %d
          claimed again       %,6d   never claimed again %d, rescued %d by the store's count
          after (p50)         %6.2f s p99 %.2f s, longest %.2f s; bound %d heartbeats, %.2f s
          events              %,6d   torn last lines %d, settlements refused %d
        %s"""
        .formatted(
            seed,
            report.stats().pushed(),
            report.facts().completedBy(),
            report.stats().completed(),
            report.stats().failed(),
            report.stats().removed(),
            report.stats().size(),
            kills.size(),
            hits(report),
            kills.stream().mapToInt(RunFacts.Kill::running).sum(),
            kills.stream().mapToInt(RunFacts.Kill::held).sum(),
            kills.stream().mapToInt(RunFacts.Kill::inDoubt).sum(),
            report.facts().unseen(),
            report.facts().waits().size(),
            report.facts().forgotten(),
            report.stats().rescued(),
            seconds(quantile(report, 0.5)),
            seconds(quantile(report, 0.99)),
            seconds(quantile(report, 1)),
            BOUND_HEARTBEATS,
            seconds(HEARTBEAT.multipliedBy(BOUND_HEARTBEATS).toNanos()),
            report.events(),
            report.badLines().size(),
            report.facts().lost(),
            report.table());
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
