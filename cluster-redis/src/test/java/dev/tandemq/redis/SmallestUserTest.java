package dev.tandemq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.store.Claim;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user of the server with the rights that the refusal and the document name, and no others. */
final class SmallestUserTest {

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final NodeId NODE = new NodeId("n", "n-1");

  @Test
  void canDoAllThatStoreAndClusterAskForAndNothingElse() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RealTimeContext context = new RealTimeContext()) {
      QueueUrl url = QueueUrl.parse("redis://small:pw@127.0.0.1:" + redis.port());
      DriverContext given = new DriverContext(context, new PlainJobCodec());
      redis.exec("ACL", "SETUSER", "small", "on", ">pw");
      String rights = rightsNamed(url, given);
      assertThat(Files.readString(Path.of("../docs/backends.md"))).contains(rights);
      redis.exec(
          Stream.concat(Stream.of("ACL", "SETUSER", "small"), Stream.of(rights.split(" ")))
              .toArray(String[]::new));

      try (Cluster cluster = new RedisDriver().openCluster(url, given)) {
        use(cluster.jobs());
        use(cluster);
      }

      assertThatThrownBy(
              () -> redis.exec("--user", "small", "--pass", "pw", "--no-auth-warning", "FLUSHALL"))
          .hasMessageContaining("NOPERM");
    }
  }

  private static String rightsNamed(QueueUrl url, DriverContext given) {
    try {
      new RedisDriver().openCluster(url, given).close();
    } catch (QueueForbiddenException e) {
      return String.valueOf(e.getMessage()).replaceFirst("^.*the user needs ", "");
    }
    throw new AssertionError("a user without any right was taken");
  }

  private static void use(JobStore jobs) throws Exception {
    JobId id = new JobId(1, 1);
    Job job = Job.builder().id(id).queue("q").createdAt(Instant.EPOCH).build();
    answer(jobs.put(List.of(job)));
    Claim claim = answer(jobs.turn(turn(List.of(), 1))).claims().get(0);
    answer(jobs.extend(List.of(claim), LEASE));
    answer(jobs.turn(turn(List.of(Settle.complete(claim)), 1)));
    assertThat(answer(jobs.stats(List.of("q"))).get(0).completed()).isOne();
    answer(jobs.sweep("q", 1, 0));
    answer(jobs.prune("q", LEASE, 0, 1, 0));
    answer(jobs.find(id));
    answer(jobs.findUnique("q", "k"));
    answer(jobs.list("q", JobState.RESERVED, PageRequest.first(1)));
    answer(jobs.cancel(List.of(id)));
    answer(jobs.requeue("q", List.of(id)));
    answer(jobs.forget("q", List.of(id)));
    answer(jobs.remove(List.of(id)));
    answer(jobs.pause("q", false));
    answer(jobs.bound("q", 0));
    answer(jobs.clear("q"));
    assertThat(answer(jobs.queues())).containsExactly("q");
  }

  private static TurnRequest turn(List<Settle> done, int want) {
    return new TurnRequest(done, List.of("q"), want, LEASE, "n");
  }

  private static void use(Cluster cluster) throws Exception {
    NodeState idle = new NodeState(NodeState.Phase.ACTIVE, 1, 0, List.of());
    Joined joined = answer(cluster.membership().join(NODE, idle, LEASE));
    assertThat(joined).isInstanceOf(Joined.Admitted.class);
    if (joined instanceof Joined.Admitted admitted) {
      answer(cluster.membership().renew(admitted.member(), idle));
      answer(cluster.membership().leave(admitted.member()));
    }
    answer(cluster.membership().nodes());
    long term = answer(cluster.election().tryLead(NODE, LEASE, 0)).term();
    answer(cluster.election().leader());
    answer(cluster.election().resign(NODE, term));
    var lock = answer(cluster.locks().tryLock("l", NODE, LEASE)).orElseThrow();
    answer(cluster.locks().extend(lock, LEASE));
    answer(cluster.locks().locks());
    answer(cluster.locks().unlock(lock));
    answer(cluster.broadcast().send("t", new byte[1]));
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
