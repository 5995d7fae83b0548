package dev.tandemq.engine.connection;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.codec.JacksonPayloadCodec;
import dev.tandemq.engine.event.EventBus;
import dev.tandemq.engine.queue.Pusher;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.upkeep.Upkeep;
import dev.tandemq.job.JobId;
import dev.tandemq.store.JobStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of one connection to a store.
 *
 * @param backend what its queues and workers stand on
 * @param events tells listeners
 * @param pusher gathers pushes
 * @param workers those that were built through it
 * @param node under which name its queues claim
 * @param cancelRequested told of each job that runs somewhere and shall end; must not block or fail
 * @param owned what is closed with it, in this order, after its queues and workers
 */
public record Connection(
    Backend backend,
    EventBus events,
    Pusher pusher,
    Roster workers,
    String node,
    Consumer<JobId> cancelRequested,
    List<AutoCloseable> owned) {

  /** Takes a copy of the list. */
  public Connection {
    owned = List.copyOf(owned);
  }

  /** One on its own, which looks after the store while it has a worker and closes it. */
  public static Connection alone(Backend backend, EventBus events, Pusher pusher, Upkeep upkeep) {
    long now = backend.context().time().now().toEpochMilli();
    String random = JobId.create(now, backend.context().random()).toString().substring(24);
    Roster workers = new Roster(upkeep::start, upkeep::stop);
    return new Connection(
        backend,
        events,
        pusher,
        workers,
        "app-" + random,
        job -> {},
        List.of(upkeep, backend.store(), events));
  }

  /** One of a node, which looks after the store itself and closes it if it is to be closed. */
  public static Connection ofNode(
      ProcessContext context,
      JobStore store,
      Capabilities capabilities,
      String node,
      Roster workers,
      Consumer<JobId> cancelRequested) {
    EventBus events = new EventBus(context);
    return new Connection(
        new Backend(context, store, capabilities, new JacksonPayloadCodec(), events),
        events,
        new Pusher(context, store, capabilities),
        workers,
        node,
        cancelRequested,
        List.of(events));
  }
}
