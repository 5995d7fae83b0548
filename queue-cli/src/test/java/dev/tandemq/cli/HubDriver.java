package dev.tandemq.cli;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code hub:NAME}: one cluster in memory per name for all of this process, so that several command
 * lines run in it are nodes of one cluster, as they would be on a server. All of them come over one
 * link, which can be cut.
 */
public final class HubDriver implements ClusterDriver {

  /** Over which command lines come. */
  static final String LINK = "commands";

  private static final Map<String, MemoryHub> HUBS = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public HubDriver() {}

  /** The hub of that name. */
  static MemoryHub hub(String name) {
    return HUBS.computeIfAbsent(name, unused -> new MemoryHub(new ThreadedContext()));
  }

  @Override
  public String name() {
    return "hub";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("hub");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return MemoryHub.capabilities();
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    Cluster cluster = openCluster(url, context);
    return new ForwardingJobStore(cluster.jobs()) {
      @Override
      public void close() {
        cluster.close();
      }
    };
  }

  @Override
  public Cluster openCluster(QueueUrl url, DriverContext context) {
    if (url.address().equals("unreachable")) {
      throw new QueueUnavailableException("nobody answers", null);
    }
    return hub(url.address()).connect(LINK);
  }
}
