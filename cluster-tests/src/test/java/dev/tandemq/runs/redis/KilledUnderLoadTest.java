package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Redis that keeps what it acknowledged is killed again and again while it is worked. */
@Execution(ExecutionMode.CONCURRENT)
final class KilledUnderLoadTest {

  private static final int KILLS = Boolean.getBoolean("tests.again") ? 1 : 3;

  /** Jobs between a restart and the next kill. */
  private static final int PROGRESS = 400;

  @Test
  void acknowledgedJobsOutliveAServerThatIsKilledAndWorkersGoOnByThemselves() throws Exception {
    Ledger ledger = new Ledger();
    try (RedisServer redis = RedisServer.startDurable();
        DistributedQueue node =
            DistributedQueue.builder(redis.url()).heartbeat(Duration.ofSeconds(1)).start();
        Queue queue = node.queues().queue("mails");
        Worker worker =
            node.worker("mails").slots(8).onAttempt(ledger::attempt).start(job -> ledger.began())) {
      Pushers pushers = new Pushers(queue, ledger, 2_000);
      try {
        pushers.start(1, false).start(1, false).start(20, false);
        for (int kill = 0; kill < KILLS; kill++) {
          goesOn(ledger);
          int before = ledger.troubles();
          redis.kill();
          ledger.await("pushes that met the outage", ledger::troubles, before + 1);
          redis.restart();
        }
        goesOn(ledger);
      } finally {
        pushers.stop();
      }
      assertThat(worker.drain(Ledger.LIMIT)).isTrue();
      System.out.println(
          "killed and restarted " + KILLS + " times: " + ledger.check(queue.stats()));
    }
  }

  private static void goesOn(Ledger ledger) throws InterruptedException {
    ledger.await("acknowledged", ledger::acknowledged, ledger.acknowledged() + PROGRESS);
    ledger.await("completed", ledger::completed, ledger.completed() + PROGRESS);
  }
}
