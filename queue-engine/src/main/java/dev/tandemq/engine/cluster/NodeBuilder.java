package dev.tandemq.engine.cluster;

import java.time.Duration;

/** Settings of a {@link DistributedQueue}. */
public final class NodeBuilder {

  NodeBuilder() {}

  /** Name of the node, as of {@link dev.tandemq.job.Names}; by default {@code node-} and random. */
  public NodeBuilder nodeName(String name) {
    throw new UnsupportedOperationException();
  }

  /** How often the node renews its membership, its leadership and its leases; by default 5 s. */
  public NodeBuilder heartbeat(Duration heartbeat) {
    throw new UnsupportedOperationException();
  }

  /** After how much silence the node counts as gone; by default three heartbeats. */
  public NodeBuilder timeToLive(Duration timeToLive) {
    throw new UnsupportedOperationException();
  }

  /** After how much silence a leader is followed by another; by default 30 s. */
  public NodeBuilder electionTimeout(Duration electionTimeout) {
    throw new UnsupportedOperationException();
  }

  /** How long a lock holds when its holder is silent; by default 10 s. */
  public NodeBuilder lockTimeout(Duration lockTimeout) {
    throw new UnsupportedOperationException();
  }

  /** Whether one node does the chores of all; else every node does them. By default true. */
  public NodeBuilder leaderElection(boolean wanted) {
    throw new UnsupportedOperationException();
  }

  /** Whether the node takes jobs; else it only pushes. By default true. */
  public NodeBuilder jobDistribution(boolean wanted) {
    throw new UnsupportedOperationException();
  }

  /** Jobs that the node runs at the same time, shared by its workers; by default 10. */
  public NodeBuilder maxConcurrency(int jobs) {
    throw new UnsupportedOperationException();
  }

  /** A node that has not joined yet. */
  public DistributedQueue build() {
    throw new UnsupportedOperationException();
  }

  /** Joins; see {@link DistributedQueue#start}. */
  public DistributedQueue start() {
    throw new UnsupportedOperationException();
  }
}
