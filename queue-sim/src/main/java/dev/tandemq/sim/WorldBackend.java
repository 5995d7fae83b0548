package dev.tandemq.sim;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.fault.FaultPlan;
import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.Side;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What the nodes of a simulated world share, and where the network with its faults lies before it.
 * All of it lives in the one thread of its world, and takes time and chance from there.
 */
public interface WorldBackend {

  /** What the world itself looks through: no fault is in between, and each call answers at once. */
  Cluster observer();

  /** What its stores can do. */
  Capabilities capabilities();

  /** Where what nodes do is written into the history. */
  Side side();

  /**
   * One more connection, of a process that starts now.
   *
   * @param node the name of its node
   * @param process its time and threads
   * @param plan what becomes of its calls
   * @param network where delays run
   * @param recorded writes down what goes through it
   */
  Cluster connect(
      String node,
      ProcessContext process,
      FaultPlan plan,
      ProcessContext network,
      UnaryOperator<Cluster> recorded);

  /** What its histories are judged by; the slots are the world's to say. */
  default CheckSettings.Builder rules() {
    return CheckSettings.builder()
        .atomicBatch(capabilities().has(Capability.ATOMIC_BATCH))
        .remembered(Duration.ofMinutes(10));
  }

  /**
   * Whether a connection that nobody uses does nothing. Those of a stopped node are closed before
   * it is looked what it left behind, where it does something.
   */
  default boolean isAtRestWhenUnused() {
    return true;
  }

  /** Ends the membership of a node, as if its time were over; false when it has none. */
  boolean expire(NodeId node);
}
