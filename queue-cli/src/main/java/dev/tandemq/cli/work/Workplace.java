package dev.tandemq.cli.work;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.worker.WorkerBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a {@link WorkSession} works. Who made it closes it, when the session is over.
 *
 * @param queues the connection to the jobs
 * @param workers begins a worker for some queues, with the node's name
 * @param node the node of a cluster; empty where there is none
 * @param isApart whether the coordination is elsewhere than the jobs
 */
public record Workplace(
    Queues queues,
    Function<List<String>, WorkerBuilder> workers,
    Optional<DistributedQueue> node,
    boolean isApart)
    implements AutoCloseable {

  /**
   * A store without a cluster: the connection does the upkeep itself.
   *
   * @param name of the node; empty for one of its own making
   */
  public static Workplace alone(Queues queues, Optional<String> name) {
    return new Workplace(
        queues,
        names -> {
          WorkerBuilder builder = queues.worker(names.toArray(String[]::new));
          name.ifPresent(builder::node);
          return builder;
        },
        Optional.empty(),
        false);
  }

  /** A member of a cluster. */
  public static Workplace in(DistributedQueue node, boolean isApart) {
    return new Workplace(
        node.queues(),
        names -> node.worker(names.toArray(String[]::new)),
        Optional.of(node),
        isApart);
  }

  /** Leaves the cluster, if there is one, and closes the connection. Bounded in time. */
  @Override
  public void close() {
    if (node.isPresent()) {
      node.get().close();
    } else {
      queues.close();
    }
  }
}
