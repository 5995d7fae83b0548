package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.engine.cluster.DistributedLock;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.QueueException;
import dev.tandemq.queue.Queue;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The jobs are on one server, the coordination on another, and either of them is away for a time.
 */
@Execution(ExecutionMode.CONCURRENT)
final class TwoServersTest {

  private static final int JOBS = 200;

  private RedisServer jobs;
  private RedisServer coordination;

  @BeforeEach
  void servers() {
    jobs = RedisServer.startDurable();
    // Nothing of it is kept: who comes back finds an empty server.
    coordination = RedisServer.start();
  }

  @AfterEach
  void end() {
    jobs.close();
    coordination.close();
  }

  private DistributedQueue node(String name) {
    return DistributedQueue.builder(jobs.url())
        .cluster(coordination.url())
        .nodeName(name)
        .heartbeat(Duration.ofSeconds(1))
        .electionTimeout(Duration.ofSeconds(5))
        .start();
  }

  private static Worker worker(DistributedQueue node, Ledger ledger) {
    return node.worker("mails").slots(8).onAttempt(ledger::attempt).start(job -> ledger.began());
  }

  private static void push(Queue queue, Ledger ledger, Duration delay) {
    for (int i = 0; i < JOBS; i++) {
      int number = ledger.number();
      var unused = queue.push(queue.newJob().payload("" + number).delay(delay).build());
      ledger.told(Set.of(number), Ledger.Told.ACKNOWLEDGED);
    }
  }

  @Test
  void jobsGoOnByThemselvesWhenTheirServerWasAwayAndTheClusterDoesNotNotice() throws Exception {
    Ledger ledger = new Ledger();
    try (DistributedQueue one = node("one");
        DistributedQueue two = node("two");
        Queue queue = one.queues().queue("mails");
        Worker worker = worker(two, ledger)) {
      push(queue, ledger, Duration.ZERO);
      ledger.await("completed", ledger::completed, JOBS);
      Until.so("both are members", () -> members(one) == 2);
      long term = one.leader().orElseThrow().term();
      try (DistributedLock lock = one.lock("invoices");
          DistributedLock other = two.lock("invoices")) {
        assertThat(lock.tryAcquire()).isTrue();
        assertThat(other.tryAcquire()).isFalse();
      }
      assertThat(jobs.exec("KEYS", "*roles*")).isEmpty();
      assertThat(coordination.exec("KEYS", "*:j:*")).isEmpty();

      jobs.kill();
      long start = System.nanoTime();
      assertThatThrownBy(() -> queue.push("lost")).isInstanceOf(QueueException.class);
      // The call time of the engine, and the same again for a busy machine.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      Until.so("still members", () -> members(one) == 2);
      assertThat(one.leader().orElseThrow().term()).isEqualTo(term);

      jobs.restart();
      Until.so("jobs are pushed again", () -> works(queue));
      push(queue, ledger, Duration.ZERO);
      ledger.await("completed by the same worker", ledger::completed, 2 * JOBS);
      assertThat(worker.drain(Ledger.LIMIT)).isTrue();
      assertThat(one.leader().orElseThrow().term()).isEqualTo(term);
      System.out.println("the jobs' server was away: " + ledger.check(queue.stats()));
    }
  }

  private static boolean works(Queue queue) {
    try {
      return queue.stats().pushed() > 0;
    } catch (QueueException e) {
      return false;
    }
  }

  @Test
  void jobsRunOnWithoutCoordinationAndTheLeaderStepsDownUntilItIsBack() throws Exception {
    Ledger ledger = new Ledger();
    BlockingQueue<Long> deposed = new LinkedBlockingQueue<>();
    try (DistributedQueue one = node("one")) {
      one.onDeposed(deposed::add);
      Until.so("it leads", () -> one.term().isPresent());
      long term = one.term().getAsLong();
      try (DistributedQueue two = node("two");
          Queue queue = one.queues().queue("mails");
          Worker worker = worker(two, ledger)) {
        coordination.kill();
        push(queue, ledger, Duration.ZERO);
        push(queue, ledger, Duration.ofMillis(700));
        ledger.await("completed without coordination", ledger::completed, 2 * JOBS);
        assertThat(deposed.poll(Ledger.LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(term);
        assertThat(one.term()).isEmpty();
        // Nobody leads, and delayed jobs become due all the same.
        push(queue, ledger, Duration.ofMillis(300));
        ledger.await("completed without a leader", ledger::completed, 3 * JOBS);

        coordination.restart();
        Until.so("both are members again", () -> members(one) == 2);
        Until.so("one of them leads", () -> one.leader().isPresent());
        assertThat(one.leader().orElseThrow().term()).isGreaterThan(term);
        push(queue, ledger, Duration.ZERO);
        assertThat(worker.drain(Ledger.LIMIT)).isTrue();
        System.out.println("the coordination was away: " + ledger.check(queue.stats()));
      }
    }
  }

  private static int members(DistributedQueue node) {
    try {
      return node.nodes().size();
    } catch (QueueException e) {
      return 0;
    }
  }
}
