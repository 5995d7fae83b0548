package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.store.QueueStats;
import java.util.List;
import java.util.Optional;

/**
 * How a distributed queue stands, as one node sees it.
 *
 * @param node this node
 * @param isLeader whether this node leads, and may still believe so
 * @param leader who leads by the cluster's word; empty when nobody does
 * @param nodes members of the cluster
 * @param nodesOnline members that have renewed within their last two heartbeats
 * @param queues how the queues asked for stand, read in one step
 */
public record DistributedStats(
    NodeId node,
    boolean isLeader,
    Optional<Leader> leader,
    int nodes,
    int nodesOnline,
    List<QueueStats> queues) {

  /** Takes a copy of the list. */
  public DistributedStats {
    queues = List.copyOf(queues);
  }
}
