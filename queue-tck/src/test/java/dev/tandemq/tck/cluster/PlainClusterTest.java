package dev.tandemq.tck.cluster;

import dev.tandemq.tck.time.ManualContext;

/** The plain cluster under the contract, on a manual clock. */
final class PlainClusterTest extends ClusterContract {

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    return new ManualClusterFixture(context, PlainCluster.opener(context.time()));
  }
}
