package dev.tandemq.engine.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.ForwardingCluster;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.JobStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cluster that is opened and then cannot give one of its roles. */
final class BrokenRoleTest {

  /** The one in memory, under a scheme of its own and without elections. */
  private static final class BrokenDriver implements ClusterDriver {

    private final MemoryDriver inner = new MemoryDriver();
    private @Nullable ProcessContext context;
    private int closed;

    @Override
    public Cluster openCluster(QueueUrl url, DriverContext given) {
      context = given.process();
      return new ForwardingCluster(inner.openCluster(QueueUrl.parse("memory:broken"), given)) {
        @Override
        public Election election() {
          throw new IllegalStateException("no elections here");
        }

        @Override
        public void close() {
          closed++;
          super.close();
        }
      };
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext given) {
      throw new AssertionError("jobs and coordination are at one place");
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("broken");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return inner.capabilities();
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }
  }

  @Test
  void leavesNothingOpenWhenTheNodeIsBuilt() {
    BrokenDriver driver = new BrokenDriver();
    NodeBuilder node = DistributedQueue.builder("broken:here").drivers(Drivers.of(List.of(driver)));

    assertThatThrownBy(node::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no elections here");

    assertThat(driver.closed).as("times the cluster was closed").isOne();
    ProcessContext context = requireNonNull(driver.context);
    assertThatThrownBy(() -> context.execute(() -> {}))
        .as("the context that was made for it")
        .isInstanceOf(RejectedExecutionException.class);
  }
}
