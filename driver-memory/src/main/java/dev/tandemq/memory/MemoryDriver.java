package dev.tandemq.memory;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Names;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import java.util.Set;

/**
 * Keeps jobs, and a cluster, in the memory of this process. {@code memory:} is a store of its own
 * at each opening; as a cluster, a hub of its own with one node. {@code memory:NAME} is a {@link
 * MemoryHub} that all openings of the name (and of the namespace, if one is given) in this JVM
 * share, so that several nodes can live in one process; it ends when the last of them is closed. At
 * least once within the life of the process; nothing outlives it.
 *
 * <p>A shared hub is on the clock of whoever opened it first.
 */
public final class MemoryDriver implements ClusterDriver {

  static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.ATOMIC_BATCH,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.LOCAL),
          64 << 20,
          100_000);

  /** For {@link java.util.ServiceLoader}. */
  public MemoryDriver() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    if (url.address().isEmpty()) {
      return new MemoryJobStore(context.process(), CAPABILITIES);
    }
    Cluster shared = openShared(url, context);
    return new ForwardingJobStore(shared.jobs()) {
      @Override
      public void close() {
        shared.close();
      }
    };
  }

  @Override
  public Cluster openCluster(QueueUrl url, DriverContext context) {
    if (!url.address().isEmpty()) {
      return openShared(url, context);
    }
    MemoryHub own = new MemoryHub(context.process());
    return own.connect("own", context.process()::execute, own::close);
  }

  private static Cluster openShared(QueueUrl url, DriverContext context) {
    NamedHubs.Key key = new NamedHubs.Key(name(url.address()), url.option("namespace"));
    return NamedHubs.OF_THIS_JVM.open(key, context.process());
  }

  /** The message never repeats the address: it may be a URL of another kind, with a password. */
  private static String name(String address) {
    try {
      return Names.check("NAME", address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "memory: takes no address, but for the name of a store to share within this process,"
              + " as memory:NAME; "
              + e.getMessage(),
          e);
    }
  }
}
