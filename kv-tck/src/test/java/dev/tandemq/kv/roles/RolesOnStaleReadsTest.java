package dev.tandemq.kv.roles;

import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ManualClusterFixture;
import dev.tandemq.tck.time.ManualContext;

/** The roles under the contract, on a backend whose reads are as old as the port allows. */
final class RolesOnStaleReadsTest extends RolesContract {

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    MemoryKv server = new MemoryKv();
    TestTime time = TestTime.exact(context);
    return new ManualClusterFixture(
        context,
        () ->
            new TestCluster(
                new RoleSetup(new StaleKv(server.connect()), "tandem/ns", time, context)));
  }
}
