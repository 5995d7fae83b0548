package dev.tandemq.tck.cluster;

import java.util.List;
import java.util.stream.Stream;

/** All clusters with a fault. */
final class BrokenClusters {

  private static final List<BrokenCluster> ALL =
      Stream.of(
              BrokenMemberships.all(),
              BrokenElections.all(),
              BrokenLocks.all(),
              BrokenBroadcasts.all(),
              BrokenConnections.all())
          .flatMap(List::stream)
          .toList();

  private BrokenClusters() {}

  static List<BrokenCluster> all() {
    return ALL;
  }

  static BrokenCluster byFault(String fault) {
    return all().stream()
        .filter(cluster -> cluster.fault().equals(fault))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no broken cluster " + fault));
  }
}
