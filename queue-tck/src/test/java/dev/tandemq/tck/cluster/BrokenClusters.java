package dev.tandemq.tck.cluster;

import java.util.List;
import java.util.Set;
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

  /** Too much for one fault: the clock of the backend stands still, so that nothing ever ends. */
  static final BrokenCluster ENDLESS =
      new BrokenCluster(
          "ignores every time to live",
          Set.of("N2", "N3", "N5", "N6", "G1", "G2", "G3", "G6", "A1", "A3", "A5", "A6", "Y3"),
          context -> PlainCluster.opener(new PlainTime(context.time(), () -> 0)));

  private BrokenClusters() {}

  static List<BrokenCluster> all() {
    return ALL;
  }

  static BrokenCluster byFault(String fault) {
    return Stream.concat(all().stream(), Stream.of(ENDLESS))
        .filter(cluster -> cluster.fault().equals(fault))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no broken cluster " + fault));
  }
}
