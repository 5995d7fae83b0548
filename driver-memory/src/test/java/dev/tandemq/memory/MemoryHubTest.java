package dev.tandemq.memory;

import dev.tandemq.tck.cluster.ClusterContract;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ManualClusterFixture;
import dev.tandemq.tck.time.ManualContext;

/** The hub, on a manual clock, keeps the contract of clusters. */
final class MemoryHubTest extends ClusterContract {

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    MemoryHub hub = new MemoryHub(context);
    return new ManualClusterFixture(context, () -> hub.connect("link"));
  }
}
