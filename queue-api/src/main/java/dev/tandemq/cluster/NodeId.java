package dev.tandemq.cluster;

import dev.tandemq.job.Names;

/**
 * One start of one node. The name is for people and may come back after a restart; the incarnation
 * never does, and everything that is held is held by it.
 *
 * @param name as given to the node; a name as of {@link Names}
 * @param incarnation made anew with each start, unique for ever; a name as of {@link Names}
 */
public record NodeId(String name, String incarnation) {

  /** Checks both. */
  public NodeId {
    Names.check("node", name);
    Names.check("incarnation", incarnation);
  }

  /** Both, as {@code web-1/0198c5...}. */
  @Override
  public String toString() {
    return name + "/" + incarnation;
  }
}
