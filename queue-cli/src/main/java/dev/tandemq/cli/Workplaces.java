package dev.tandemq.cli;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import dev.tandemq.cli.work.WorkSettings;
import dev.tandemq.cli.work.Workplace;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.cluster.NodeBuilder;
import dev.tandemq.engine.settings.SettingSources;
import dev.tandemq.error.QueueException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Opens the place where {@code tandem work} works: as a node of a cluster where there is one, else
 * as a worker on its own.
 */
final class Workplaces {

  private static final long PATIENCE_SECONDS = 2;

  private final CommandSpec spec;
  private final Connection connection;
  private final Coordination coordination;
  private final WorkSettings settings;

  /** For what was typed. */
  Workplaces(
      CommandSpec spec, Connection connection, Coordination coordination, WorkSettings settings) {
    this.spec = spec;
    this.connection = connection;
    this.coordination = coordination;
    this.settings = settings;
  }

  /**
   * Opens it. A node has joined then.
   *
   * @param name of the node; empty for one of its own making
   * @param say takes a line for people
   * @throws ParameterException when a URL or a setting makes no sense
   * @throws QueueException when a backend cannot be reached or refuses, or a living node has the
   *     name
   */
  Workplace open(Optional<String> name, Consumer<String> say) {
    connection.checkShared();
    if (coordination.isThere(connection)) {
      // Refuses what cannot hold a cluster together.
      var unused = coordination.driver(connection);
      return joined(name, say);
    }
    Workplace place = Workplace.alone(connection.open(), name);
    try {
      checkReachable(place.queues());
      return place;
    } catch (RuntimeException | Error e) {
      place.close();
      throw e;
    }
  }

  private Workplace joined(Optional<String> name, Consumer<String> say) {
    DistributedQueue node = built(name);
    try {
      checkReachable(node.queues());
      CompletableFuture<Void> patience =
          CompletableFuture.runAsync(
              () -> say.accept("tandem: " + waiting(node)),
              delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      try {
        node.start();
      } finally {
        patience.cancel(false);
      }
      return Workplace.in(node, coordination.url().isPresent());
    } catch (RuntimeException | Error e) {
      node.close();
      throw e;
    }
  }

  private DistributedQueue built(Optional<String> name) {
    try {
      NodeBuilder builder =
          DistributedQueue.builder(connection.url())
              .settings(SettingSources.ofProcess())
              .cluster(coordination.url().orElse(connection.url()))
              .drivers(connection.driverJars.drivers())
              .heartbeat(settings.heartbeat())
              .lease(settings.lease())
              .poll(settings.poll())
              .grace(settings.grace())
              .maxConcurrency(settings.slots())
              .workers(1)
              .jobDistribution(true);
      name.ifPresent(builder::nodeName);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String waiting(DistributedQueue node) {
    return "waiting to join as "
        + node.id().name()
        + "; a name that an earlier start has left behind is free when its time to live has ended";
  }

  /** One that cannot be reached is told at once, and not taken for one that was lost. */
  private void checkReachable(Queues queues) {
    var unused = Answers.of(queues.store().stats(settings.queues()));
  }
}
