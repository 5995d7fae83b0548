package dev.tandemq.driver;

import dev.tandemq.cluster.Cluster;

/**
 * A driver whose backend can also hold a cluster together. Found and chosen as every {@link
 * QueueDriver}; {@link #open} gives its jobs alone.
 */
public interface ClusterDriver extends QueueDriver {

  /**
   * Opens a connection with all its roles, its jobs among them. The caller closes it. May block for
   * the connect time of the backend.
   *
   * @param url scheme, address and options; the option names have been checked
   * @throws IllegalArgumentException when the address or the value of an option makes no sense
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  Cluster openCluster(QueueUrl url, DriverContext context);
}
