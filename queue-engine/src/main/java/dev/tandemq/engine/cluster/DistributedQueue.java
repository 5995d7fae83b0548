package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** One node of a distributed queue. */
public final class DistributedQueue implements AutoCloseable {

  DistributedQueue() {}

  /** A node whose jobs and coordination are at one URL. */
  public static NodeBuilder builder(String url) {
    throw new UnsupportedOperationException(url);
  }

  /**
   * A node over parts that are open already, which the caller closes.
   *
   * @param jobs the cluster's own, or any other store
   */
  public static NodeBuilder over(
      ProcessContext context, Cluster cluster, JobStore jobs, Capabilities capabilities) {
    throw new UnsupportedOperationException();
  }

  /** Joins and waits until the node is a member. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** Joins; completes when the node is a member. */
  public CompletionStage<Void> startAsync() {
    throw new UnsupportedOperationException();
  }

  /** Who this is. */
  public NodeId id() {
    throw new UnsupportedOperationException();
  }

  /** The connection to the jobs. */
  public Queues queues() {
    throw new UnsupportedOperationException();
  }

  /** A builder for a worker of this node, with its name, slots and heartbeat. */
  public WorkerBuilder worker(String... queues) {
    throw new UnsupportedOperationException(String.join(",", queues));
  }

  /** The term in which this node leads now, as far as it may believe; empty when it does not. */
  public OptionalLong term() {
    throw new UnsupportedOperationException();
  }

  /** The members of the cluster. */
  public List<NodeView> nodes() {
    throw new UnsupportedOperationException();
  }

  /** How it all stands. */
  public DistributedStats stats(String... queues) {
    throw new UnsupportedOperationException(String.join(",", queues));
  }

  /** Stops workers, resigns, leaves; completes when the node is at rest. */
  public CompletionStage<Void> stopAsync(Duration grace) {
    throw new UnsupportedOperationException(grace.toString());
  }

  /** Stops and waits. Idempotent. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
