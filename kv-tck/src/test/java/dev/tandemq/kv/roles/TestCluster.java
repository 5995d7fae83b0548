package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.store.JobStore;
import java.lang.reflect.Proxy;

/** The four roles of one connection as a cluster, without jobs. */
class TestCluster implements Cluster {

  private final RoleSetup setup;
  private final Membership membership;
  private final Election election;
  private final Locks locks;
  private final KvBroadcast broadcast;
  private volatile boolean isClosed;

  TestCluster(RoleSetup setup) {
    this.setup = setup;
    this.membership = new KvMembership(setup);
    this.election = new KvElection(setup);
    this.locks = new KvLocks(setup);
    this.broadcast = new KvBroadcast(setup);
  }

  @Override
  public JobStore jobs() {
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (proxy, method, arguments) -> {
              if (isClosed) {
                throw new IllegalStateException("closed");
              }
              throw new UnsupportedOperationException("these are tests of the roles");
            });
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public Election election() {
    return election;
  }

  @Override
  public Locks locks() {
    return locks;
  }

  @Override
  public Broadcast broadcast() {
    return broadcast;
  }

  @Override
  public void close() {
    isClosed = true;
    broadcast.close();
    setup.kv().close();
  }
}
