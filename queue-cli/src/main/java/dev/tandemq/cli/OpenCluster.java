package dev.tandemq.cli;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.engine.runtime.ThreadedContext;

/**
 * A connection to a cluster, with what it runs on.
 *
 * @param context closed after the cluster
 */
record OpenCluster(ThreadedContext context, Cluster cluster) implements AutoCloseable {

  @Override
  public void close() {
    try {
      cluster.close();
    } finally {
      context.close();
    }
  }
}
