package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.store.JobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a node stands on.
 *
 * @param owned what the node has opened and closes, in this order
 */
record Ground(
    ProcessContext context,
    Cluster cluster,
    JobStore jobs,
    Capabilities capabilities,
    List<AutoCloseable> owned) {

  Ground {
    owned = List.copyOf(owned);
  }

  /**
   * Opens what the URLs name: one connection when jobs and coordination are at one place.
   *
   * @throws IllegalArgumentException when no driver fits, or the one for the coordination cannot
   */
  static Ground open(String jobsUrl, Optional<String> clusterUrl, Drivers drivers) {
    QueueUrl jobs = QueueUrl.parse(jobsUrl);
    QueueDriver jobsDriver = drivers.choose(jobs);
    boolean isOne = clusterUrl.isEmpty() || clusterUrl.get().equals(jobsUrl);
    QueueUrl coordination = isOne ? jobs : QueueUrl.parse(clusterUrl.get());
    ClusterDriver clusterDriver = clusterDriver(coordination, isOne, drivers);
    ThreadedContext context = new ThreadedContext();
    List<AutoCloseable> opened = new ArrayList<>();
    opened.add(context);
    try {
      DriverContext given = new DriverContext(context, new JacksonJobCodec());
      Cluster cluster = clusterDriver.openCluster(coordination, given);
      opened.add(0, cluster);
      JobStore store = isOne ? cluster.jobs() : jobsDriver.open(jobs, given);
      if (!isOne) {
        opened.add(0, store);
      }
      return new Ground(context, cluster, store, jobsDriver.capabilities(), opened);
    } catch (RuntimeException | Error e) {
      closeAll(opened).forEach(e::addSuppressed);
      throw e;
    }
  }

  private static ClusterDriver clusterDriver(QueueUrl url, boolean isJobsToo, Drivers drivers) {
    if (drivers.choose(url) instanceof ClusterDriver driver) {
      return driver;
    }
    TreeSet<String> able = new TreeSet<>();
    for (QueueDriver driver : drivers.all()) {
      if (driver instanceof ClusterDriver) {
        able.addAll(driver.schemes());
      }
    }
    throw new IllegalArgumentException(
        url.scheme()
            + ": keeps jobs and cannot hold a cluster together; "
            + (able.isEmpty()
                ? "no driver that is here can"
                : "these can: " + able + (isJobsToo ? "; name one with cluster(url)" : "")));
  }

  /** Closes what was opened; one that fails keeps none of the others from being closed. */
  static List<Throwable> closeAll(List<AutoCloseable> parts) {
    List<Throwable> failed = new ArrayList<>();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception | LinkageError e) {
        failed.add(e);
      }
    }
    return failed;
  }
}
