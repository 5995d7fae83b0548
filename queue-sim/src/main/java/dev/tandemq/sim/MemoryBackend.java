package dev.tandemq.sim;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.fault.FaultPlan;
import dev.tandemq.fault.FaultyCluster;
import dev.tandemq.history.Side;
import dev.tandemq.memory.MemoryHub;
import java.util.function.UnaryOperator;

/** The cluster in memory; the network lies between it and its nodes. */
final class MemoryBackend implements WorldBackend {

  private final MemoryHub hub;
  private final Cluster observer;

  MemoryBackend(ProcessContext backend) {
    this.hub = new MemoryHub(backend);
    this.observer = hub.connect("backend");
  }

  @Override
  public Cluster observer() {
    return observer;
  }

  @Override
  public Capabilities capabilities() {
    return MemoryHub.capabilities();
  }

  @Override
  public Side side() {
    return Side.BACKEND;
  }

  @Override
  public Cluster connect(
      String node,
      ProcessContext process,
      FaultPlan plan,
      ProcessContext network,
      UnaryOperator<Cluster> recorded) {
    return new FaultyCluster(recorded.apply(hub.connect(node)), plan, network);
  }

  @Override
  public boolean expire(NodeId node) {
    return hub.expire(node);
  }
}
