package dev.tandemq.memory;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.store.JobStore;

/** A connection to a hub with all its roles; closing it closes them. */
record MemoryCluster(
    Connection connection,
    JobStore jobs,
    Membership membership,
    Election election,
    Locks locks,
    Broadcast broadcast)
    implements Cluster {

  @Override
  public void close() {
    connection.close();
  }
}
