package dev.tandemq.engine.cluster;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.job.JobId;

/**
 * Who a node is and how it was set up.
 *
 * @param id its name, and an incarnation that is made once for each node object
 */
record Identity(NodeId id, NodeSettings settings) {

  static Identity create(ProcessContext context, NodeSettings settings) {
    long now = context.time().now().toEpochMilli();
    String incarnation = JobId.create(now, context.random()).toString();
    return new Identity(new NodeId(settings.name(), incarnation), settings);
  }
}
