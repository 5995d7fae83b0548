package dev.tandemq.kv;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.job.Names;
import dev.tandemq.kv.clock.ClusterClock;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.jobs.KvJobStore;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.roles.KvBroadcast;
import dev.tandemq.kv.roles.KvElection;
import dev.tandemq.kv.roles.KvLocks;
import dev.tandemq.kv.roles.KvMembership;
import dev.tandemq.kv.roles.RoleSetup;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One connection to a namespace in a coordination store with its jobs and all roles: the same on
 * every backend, over the port that an adapter gives. Safe for concurrent use.
 */
public final class KvCluster implements Cluster {

  /** What a store of jobs over the port can do. */
  public static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.DURABLE),
          1 << 20,
          256);

  /** How often the cluster's time is written, unless told otherwise. */
  public static final Duration DEFAULT_TICK = Duration.ofMillis(250);

  /** The folder of all namespaces. */
  private static final String TOP = "tandem/";

  private final Kv kv;
  private final AutoCloseable clock;
  private final KvJobStore jobs;
  private final KvMembership membership;
  private final KvElection election;
  private final KvLocks locks;
  private final KvBroadcast broadcast;
  private final Upkeep upkeep;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KvCluster(
      Kv kv,
      String root,
      AutoCloseable clock,
      Supplier<CompletionStage<Reading>> time,
      DriverContext context,
      Duration tick) {
    this.kv = kv;
    this.clock = clock;
    this.jobs = new KvJobStore(kv, root, time, context, CAPABILITIES, tick.multipliedBy(2));
    RoleSetup setup = new RoleSetup(kv, root, time, context.process());
    this.membership = new KvMembership(setup);
    this.election = new KvElection(setup);
    this.locks = new KvLocks(setup);
    this.broadcast = new KvBroadcast(setup);
    this.upkeep = new Upkeep(kv, context.process());
    upkeep.start();
  }

  /** The folder of a namespace. */
  public static String root(String namespace) {
    return TOP + Names.check("namespace", namespace);
  }

  /** Where the time of a namespace stands. */
  public static String clockKey(String namespace) {
    return root(namespace) + "/clock";
  }

  /**
   * Takes over a connection: closing the cluster closes it.
   *
   * @param kv the folder of the namespace need not be there
   * @param namespace a name as of {@link Names}
   * @param tick how often the cluster's time is written; what time decides is up to some four ticks
   *     late
   * @return done when the first call can be made
   */
  public static CompletionStage<Cluster> open(
      Kv kv, String namespace, DriverContext context, Duration tick) {
    Objects.requireNonNull(context, "context");
    return kv.makeFolder(root(namespace)).thenApply(made -> over(kv, namespace, context, tick));
  }

  /** As {@link #open}, at once: the folder of the namespace is there. */
  public static Cluster over(Kv kv, String namespace, DriverContext context, Duration tick) {
    ClusterClock clock = new ClusterClock(kv, clockKey(namespace), context.process(), tick);
    clock.start();
    return new KvCluster(kv, root(namespace), clock, clock::read, context, tick);
  }

  /**
   * As {@link #open}, with the cluster's time from elsewhere; for tests. The folder of the
   * namespace is there.
   */
  public static Cluster withTime(
      Kv kv,
      String namespace,
      Supplier<CompletionStage<Reading>> time,
      DriverContext context,
      Duration tick) {
    return new KvCluster(kv, root(namespace), () -> {}, time, context, tick);
  }

  @Override
  public JobStore jobs() {
    return jobs;
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
    if (closed.compareAndSet(false, true)) {
      upkeep.close();
      broadcast.close();
      jobs.close();
      try {
        clock.close();
      } catch (Exception e) {
        throw new IllegalStateException("a clock that cannot be closed", e);
      } finally {
        kv.close();
      }
    }
  }
}
