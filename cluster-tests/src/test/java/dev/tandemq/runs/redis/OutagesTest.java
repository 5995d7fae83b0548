package dev.tandemq.runs.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.backend.TcpProxy;
import dev.tandemq.engine.cluster.DistributedLock;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.cluster.NodeBuilder;
import dev.tandemq.engine.worker.Worker;
import dev.tandemq.error.NameTakenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.queue.Queue;
import dev.tandemq.retry.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a node does while its Redis is full, away, or knows another node of its name. */
@Execution(ExecutionMode.CONCURRENT)
final class OutagesTest {

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(4);

  private static Job job(Queue queue, Ledger ledger) {
    return queue.newJob().payload("" + ledger.number()).build();
  }

  private static List<Job> jobs(Queue queue, Ledger ledger, int number) {
    return Stream.generate(() -> job(queue, ledger)).limit(number).toList();
  }

  @Test
  void fullMemoryRefusesPushesAsFullAndWorkersEmptyTheQueue() throws Exception {
    Ledger ledger = new Ledger();
    try (RedisServer redis = RedisServer.start();
        DistributedQueue node =
            DistributedQueue.builder(redis.url())
                .heartbeat(HEARTBEAT)
                .electionTimeout(ELECTION_TIMEOUT)
                .start();
        Queue queue = node.queues().queue("mails")) {
      assertThat(queue.pushBatch(jobs(queue, ledger, 200))).hasSize(200);
      Until.so("leads", () -> node.term().isPresent());
      redis.exec("CONFIG", "SET", "maxmemory", "1");

      assertThatThrownBy(() -> queue.push("no room"))
          .isInstanceOf(QueueFullException.class)
          .hasMessageContaining("maxmemory");
      assertThatThrownBy(() -> queue.pushBatch(List.of(queue.newJob().payload("none").build())))
          .isInstanceOf(QueueFullException.class);
      try (Worker worker =
          node.worker("mails")
              .slots(4)
              .retry(Backoff.fixed(Duration.ofMillis(1)))
              .onCompleted(ledger::attempt)
              .start(
                  job -> {
                    if (job.attempt() == 1 && Integer.parseInt(job.text()) % 10 == 0) {
                      throw new IllegalStateException("fails once");
                    }
                  })) {
        assertThat(worker.drain(Ledger.LIMIT)).isTrue();
        assertThat(ledger.completed()).isEqualTo(200);
        assertThat(queue.stats().retries()).isEqualTo(20);
        staysOfTheCluster(node);
        redis.exec("CONFIG", "SET", "maxmemory", "0");
        var unused = queue.push(job(queue, ledger));
        ledger.await("completed when there is room again", ledger::completed, 201);
      }
    }
  }

  /** Membership, leadership and locks are renewed, and granted, without room for jobs. */
  private static void staysOfTheCluster(DistributedQueue node) throws InterruptedException {
    BlockingQueue<Long> deposed = new LinkedBlockingQueue<>();
    node.onDeposed(deposed::add);
    Duration silence = node.nodes().get(0).timeToLive().plus(ELECTION_TIMEOUT);
    try (DistributedLock lock = node.lock("invoices")) {
      assertThat(lock.tryAcquire()).isTrue();
      // Longer than what is not renewed lasts.
      assertThat(deposed.poll(silence.toMillis(), TimeUnit.MILLISECONDS)).isNull();
      assertThat(lock.isHeld()).isTrue();
    }
    Until.so("a member", () -> node.nodes().size() == 1);
    assertThat(node.leader())
        .hasValueSatisfying(leader -> assertThat(leader.id()).isEqualTo(node.id()));
  }

  @Test
  void ofTwoNodesWithOneNameTheSecondIsRefusedAndTheFirstGoesOn() {
    try (RedisServer redis = RedisServer.start()) {
      try (DistributedQueue first = named(redis).start()) {
        assertThatThrownBy(() -> named(redis).start())
            .isInstanceOf(NameTakenException.class)
            .hasMessageContaining("web-1");
        assertThat(first.isMember()).isTrue();
        assertThat(first.nodes()).hasSize(1);
      }
      try (DistributedQueue next = named(redis).start()) {
        assertThat(next.nodes()).hasSize(1);
      }
    }
  }

  private static NodeBuilder named(RedisServer redis) {
    return DistributedQueue.builder(redis.url()).nodeName("web-1").heartbeat(HEARTBEAT);
  }

  @Test
  void nodeWhoseServerIsNotThereFailsToStartInItsConnectTime() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String url = "redis://127.0.0.1:" + port + "/0?connect-timeout=1s";
    assertThatThrownBy(() -> DistributedQueue.builder(url).start())
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("no server answered");
  }

  /**
   * Tries, as connections that are asked for: each slot waits 100 ms and then longer each time, at
   * most 5 s, the heartbeat 250 ms and longer; so a handful each in the time that is looked at.
   */
  @Test
  void workersWaitForAServerThatIsAwayWithoutABusyLoopAndGoOnByThemselves() throws Exception {
    Duration outage = Duration.ofSeconds(6);
    int slots = 10;
    Ledger ledger = new Ledger();
    try (RedisServer redis = RedisServer.start();
        TcpProxy proxy = new TcpProxy("127.0.0.1", redis.port());
        DistributedQueue node =
            DistributedQueue.builder("redis://127.0.0.1:" + proxy.port() + "/0").start();
        DistributedQueue pusher =
            DistributedQueue.builder(redis.url()).jobDistribution(false).start();
        Queue queue = pusher.queues().queue("mails");
        Worker worker =
            node.worker("mails").slots(slots).onAttempt(ledger::attempt).start(job -> {})) {
      var unused = queue.push(job(queue, ledger));
      ledger.await("completed", ledger::completed, 1);
      proxy.refuse();
      long before = proxy.connections();
      assertThat(queue.pushBatch(jobs(queue, ledger, 100))).hasSize(100);
      // A time that is looked at, not one that is waited for something.
      TimeUnit.NANOSECONDS.sleep(outage.toNanos());
      long tries = proxy.connections() - before;
      System.out.printf("%d connections tried in %s by %d slots%n", tries, outage, slots);
      assertThat(tries).isBetween(1L, 400L);
      assertThat(ledger.completed()).isOne();
      assertThat(worker.isRunning()).isTrue();
      proxy.heal();
      ledger.await("completed after the outage", ledger::completed, 101);
    }
  }
}
