package dev.tandemq.kv.roles;

import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ManualClusterFixture;
import dev.tandemq.tck.time.ManualContext;

/** The roles under the contract, where everybody knows the time. */
final class RolesContractTest extends RolesContract {

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    MemoryKv server = new MemoryKv();
    TestTime time = TestTime.exact(context);
    return new ManualClusterFixture(
        context,
        () -> new TestCluster(new RoleSetup(server.connect(), "tandem/ns", time, context)));
  }
}
