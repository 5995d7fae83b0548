package dev.tandemq.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, since it counts threads. */
@Isolated
final class RedisDriverTest {

  private final RealTimeContext process = new RealTimeContext();
  private final DriverContext context = new DriverContext(process, new PlainJobCodec());
  private final RedisDriver driver = new RedisDriver();
  private final long threadsBefore = threads();

  @AfterEach
  void end() {
    process.close();
  }

  private static QueueUrl ownNamespace() {
    return QueueUrl.parse(RedisServer.shared().url() + "?namespace=d" + UUID.randomUUID());
  }

  @Test
  void isFound() {
    assertThat(ServiceLoader.load(QueueDriver.class))
        .filteredOn(found -> found.schemes().contains("redis"))
        .singleElement()
        .isInstanceOf(RedisDriver.class);
  }

  @Test
  void saysWhatItIs() {
    assertThat(driver.name()).isEqualTo("redis");
    assertThat(driver.schemes()).containsExactlyInAnyOrder("redis", "rediss");
    assertThat(driver.apiVersion()).isEqualTo(QueueDriver.API_VERSION);
    assertThat(driver.options())
        .containsExactlyInAnyOrder(
            "connect-timeout", "call-timeout", "connections", "allow-eviction");
  }

  @Test
  void jobsEndWithTheirConnection() throws Exception {
    JobStore jobs = driver.open(ownNamespace(), context);
    assertThat(jobs.queues().toCompletableFuture().get(10, TimeUnit.SECONDS)).isEmpty();
    jobs.close();
    jobs.close();
    assertThatIllegalStateException().isThrownBy(jobs::queues);
    assertNoMoreThreads();
  }

  @Test
  void clusterHasItsJobsAndEndsWithThem() throws Exception {
    Cluster cluster = driver.openCluster(ownNamespace(), context);
    assertThat(
            cluster.jobs().stats(List.of("mail")).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasSize(1);
    assertThat(cluster.membership().nodes().toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isEmpty();
    cluster.close();
    cluster.close();
    assertThatIllegalStateException().isThrownBy(() -> cluster.jobs().queues());
    assertThatIllegalStateException().isThrownBy(() -> cluster.membership().nodes());
    assertNoMoreThreads();
  }

  @Test
  void addressIsCheckedBeforeItConnects() {
    QueueUrl nonsense = QueueUrl.parse("redis://127.0.0.1:1/0?connections=0");
    assertThatIllegalArgumentException().isThrownBy(() -> driver.open(nonsense, context));
    assertThatIllegalArgumentException().isThrownBy(() -> driver.openCluster(nonsense, context));
  }

  @Test
  void openingThatFailsLeavesNoThread() throws InterruptedException {
    QueueUrl nobody = QueueUrl.parse("redis://127.0.0.1:1/0");
    assertThatThrownBy(() -> driver.open(nobody, context))
        .isInstanceOf(QueueUnavailableException.class);
    QueueUrl noDatabase = QueueUrl.parse(RedisServer.shared().url().replaceAll("/0$", "/99"));
    assertThatThrownBy(() -> driver.openCluster(noDatabase, context))
        .hasMessageContaining("no database 99");
    assertNoMoreThreads();
  }

  /** Of the client library, whose last threads end a little after it was told to. */
  private void assertNoMoreThreads() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (threads() > threadsBefore) {
      assertThat(System.nanoTime()).as("threads of the client library end").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("redisson"))
        .count();
  }
}
