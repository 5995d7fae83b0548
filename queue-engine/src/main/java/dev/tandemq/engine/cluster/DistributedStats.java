package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a distributed queue stands, as one node sees it.
 *
 * @param node this node
 * @param isLeader whether this node leads, and may still believe so
 * @param leader who leads by the cluster's word; empty when nobody does
 * @param nodes members of the cluster
 * @param nodesOnline members that have renewed within two thirds of their time to live
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

  /** What the cluster says, without queues. */
  static DistributedStats of(
      NodeId node, boolean isLeader, Optional<Leader> leader, List<NodeView> nodes) {
    long online = nodes.stream().filter(DistributedStats::isOnline).count();
    return new DistributedStats(node, isLeader, leader, nodes.size(), (int) online, List.of());
  }

  /** A time to live is three heartbeats, unless its node was told otherwise. */
  private static boolean isOnline(NodeView node) {
    Duration twoOfThree =
        node.timeToLive().multipliedBy(2).dividedBy(Defaults.TIME_TO_LIVE_HEARTBEATS);
    return node.silentFor().compareTo(twoOfThree) <= 0;
  }

  DistributedStats with(List<QueueStats> stats) {
    return new DistributedStats(node, isLeader, leader, nodes, nodesOnline, stats);
  }
}
