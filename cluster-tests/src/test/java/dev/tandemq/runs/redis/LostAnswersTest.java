package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.queue.Queue;
import dev.tandemq.runs.redis.RespProxy.Fate;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Answers are lost on the way back, of puts, claims and settlements that the server has done. */
@Execution(ExecutionMode.CONCURRENT)
final class LostAnswersTest {

  private static final int LOSSES = Boolean.getBoolean("tests.again") ? 40 : 200;

  @Test
  void noJobIsDoubledOrLostWhenAnswersAreLostAfterTheServerHasAppliedTheCall() throws Exception {
    Ledger ledger = new Ledger();
    Thief thief = new Thief(LOSSES);
    try (RedisServer redis = RedisServer.start();
        RespProxy proxy = new RespProxy(redis.port(), thief::judge);
        DistributedQueue node =
            DistributedQueue.builder(proxy.url()).heartbeat(Duration.ofSeconds(1)).start();
        Queue queue = node.queues().queue("mails");
        Worker worker =
            node.worker("mails").slots(8).onAttempt(ledger::attempt).start(job -> ledger.began())) {
      Pushers pushers = new Pushers(queue, ledger, 100);
      try {
        // One repeats what is unknown, with the same ids; the others leave it as it is.
        pushers.start(1, true).start(1, false).start(5, false);
        ledger.await("lost answers", thief::lost, LOSSES);
        thief.stop();
      } finally {
        pushers.stop();
      }
      // What was on its way when its connection was cut may be applied a moment later: the server
      // reads it before it reads this.
      assertThat(redis.exec("PING")).isEqualTo("PONG");
      assertThat(worker.drain(Ledger.LIMIT)).isTrue();
      QueueStats stats = queue.stats();
      System.out.println(thief + "; " + ledger.check(stats));
      assertThat(thief.lost()).isEqualTo(LOSSES);
      // What was claimed and never heard of came back by the end of its lease, and only so.
      assertThat(stats.rescued()).isGreaterThanOrEqualTo(thief.claims());
      // A call is of one pusher or of several that met; each of them was told, and none otherwise.
      assertThat(ledger.unknownCalls()).isGreaterThanOrEqualTo(thief.puts());
    }
  }

  /**
   * Loses answers that say that something was done: half of puts, the others of turns, and of those
   * at least a half gave claims and at least a half applied settlements.
   */
  private static final class Thief {

    private final Random random = new Random(5);
    private final int most;
    private int puts;
    private int turns;
    private int claims;
    private int claimTurns;
    private int settlements;
    private int settleTurns;
    private int silences;
    private boolean isOver;

    Thief(int most) {
      this.most = most;
    }

    synchronized Fate judge(String script, Resp answer) {
      if (isOver || lost() == most || answer.isError() || random.nextInt(2) != 0) {
        return Fate.ARRIVES;
      }
      if (script.equals("jobs/put") && puts < most / 2) {
        puts++;
        return fate();
      }
      if (script.equals("jobs/turn") && turns < most - most / 2) {
        int claimed = answer.sizeOf(1) / 6;
        int applied = (int) answer.part(0).chars().filter(letter -> letter == 'A').count();
        boolean isWanted =
            (claimed > 0 && claimTurns < most / 4)
                || (applied > 0 && settleTurns < most / 4)
                || (claimTurns >= most / 4 && settleTurns >= most / 4 && claimed + applied > 0);
        if (isWanted) {
          turns++;
          claims += claimed;
          claimTurns += claimed > 0 ? 1 : 0;
          settlements += applied;
          settleTurns += applied > 0 ? 1 : 0;
          return fate();
        }
      }
      return Fate.ARRIVES;
    }

    private Fate fate() {
      boolean isSilent = random.nextInt(25) == 0;
      silences += isSilent ? 1 : 0;
      return isSilent ? Fate.SILENCE : Fate.CUT;
    }

    synchronized void stop() {
      isOver = true;
    }

    synchronized int lost() {
      return puts + turns;
    }

    synchronized int puts() {
      return puts;
    }

    synchronized int claims() {
      return claims;
    }

    @Override
    public synchronized String toString() {
      return String.format(
          "%d answers lost after the call was applied: %d of puts, %d of turns, of which %d with %d"
              + " claims and %d with %d settlements; %d connections were silent, the others were cut",
          lost(), puts, turns, claimTurns, claims, settleTurns, settlements, silences);
    }
  }
}
