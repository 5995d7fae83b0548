package dev.tandemq.engine.cluster;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import dev.tandemq.job.JobId;
import dev.tandemq.job.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link DistributedQueue}. What does not fit together is refused when the node is
 * built, with the setting, its value and the limit. Not safe for concurrent use.
 */
public final class NodeBuilder {

  /** Opens, or hands over, what the node stands on. */
  private final Function<NodeBuilder, Ground> ground;

  private Optional<String> clusterUrl = Optional.empty();
  private @Nullable Drivers drivers;
  private @Nullable String name;
  private Duration heartbeat = Defaults.HEARTBEAT;
  private @Nullable Duration lease;
  private @Nullable Duration timeToLive;
  private @Nullable Duration electionTimeout;
  private Duration lockTimeout = Defaults.LOCK_TIMEOUT;
  private boolean leaderElection = true;
  private boolean jobDistribution = true;
  private int maxConcurrency = Defaults.SLOTS;
  private @Nullable Integer workers;
  private Duration poll = Defaults.POLL;
  private Duration grace = Defaults.STOP_GRACE;

  private NodeBuilder(Function<NodeBuilder, Ground> ground) {
    this.ground = ground;
  }

  static NodeBuilder at(String url) {
    Objects.requireNonNull(url, "url");
    return new NodeBuilder(
        builder -> Ground.open(url, builder.clusterUrl, builder.chosenDrivers()));
  }

  static NodeBuilder over(Ground given) {
    return new NodeBuilder(
        builder -> {
          if (builder.clusterUrl.isPresent()) {
            throw new IllegalArgumentException(
                "cluster is a URL; this node was given a cluster that is open already");
          }
          return given;
        });
  }

  /** A node with what was set from outside. */
  static NodeBuilder from(SettingSources sources) {
    return at(sources.text(Setting.URL).orElse("memory:")).settings(sources);
  }

  /**
   * Takes over what was set from outside, but for the URL; what is said after this goes before.
   *
   * @throws IllegalArgumentException when a value makes no sense; it names the setting and where it
   *     was said
   */
  public NodeBuilder settings(SettingSources sources) {
    sources.text(Setting.CLUSTER).ifPresent(this::cluster);
    sources.text(Setting.NODE_ID).ifPresent(this::nodeName);
    sources.duration(Setting.HEARTBEAT).ifPresent(this::heartbeat);
    sources.duration(Setting.LEASE).ifPresent(this::lease);
    sources.duration(Setting.NODE_TTL).ifPresent(this::timeToLive);
    sources.duration(Setting.ELECTION_TIMEOUT).ifPresent(this::electionTimeout);
    sources.duration(Setting.LOCK_TIMEOUT).ifPresent(this::lockTimeout);
    sources.duration(Setting.POLL).ifPresent(this::poll);
    sources.duration(Setting.GRACE).ifPresent(this::grace);
    sources.number(Setting.CONCURRENCY).ifPresent(this::maxConcurrency);
    sources.number(Setting.WORKERS).ifPresent(this::workers);
    sources.flag(Setting.LEADER_ELECTION).ifPresent(this::leaderElection);
    sources.flag(Setting.JOB_DISTRIBUTION).ifPresent(this::jobDistribution);
    return this;
  }

  // ---- where

  /** Where the coordination is when it is elsewhere than the jobs; by default where they are. */
  public NodeBuilder cluster(String url) {
    this.clusterUrl = Optional.of(url);
    return this;
  }

  /** The drivers to choose from; by default what the class path or module path holds. */
  public NodeBuilder drivers(Drivers drivers) {
    this.drivers = Objects.requireNonNull(drivers, "drivers");
    return this;
  }

  /** Looked for only when a URL is to be opened. */
  private Drivers chosenDrivers() {
    return drivers == null ? Drivers.installed() : drivers;
  }

  // ---- who and when

  /** Name of the node, as of {@link Names}; by default {@code node-} and something random. */
  public NodeBuilder nodeName(String name) {
    this.name = Names.check("nodeName", name);
    return this;
  }

  /** How often the node renews its membership, its leadership and its leases; by default 5 s. */
  public NodeBuilder heartbeat(Duration heartbeat) {
    this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
    return this;
  }

  /**
   * How long a claim of the node's workers holds unless renewed, at least two heartbeats; by
   * default three heartbeats.
   */
  public NodeBuilder lease(Duration lease) {
    this.lease = Objects.requireNonNull(lease, "lease");
    return this;
  }

  /**
   * After how much silence the node counts as gone, at least two heartbeats; by default three
   * heartbeats.
   */
  public NodeBuilder timeToLive(Duration timeToLive) {
    this.timeToLive = Objects.requireNonNull(timeToLive, "timeToLive");
    return this;
  }

  /**
   * After how much silence a leader is followed by another, at least two heartbeats; by default 30
   * s, or three heartbeats when that is more.
   */
  public NodeBuilder electionTimeout(Duration electionTimeout) {
    this.electionTimeout = Objects.requireNonNull(electionTimeout, "electionTimeout");
    return this;
  }

  /** How long a lock holds when its holder is silent; by default 10 s. */
  public NodeBuilder lockTimeout(Duration lockTimeout) {
    this.lockTimeout = Objects.requireNonNull(lockTimeout, "lockTimeout");
    return this;
  }

  // ---- what it does

  /** Whether one node does the chores of all; else every node does them. By default true. */
  public NodeBuilder leaderElection(boolean wanted) {
    this.leaderElection = wanted;
    return this;
  }

  /** Whether the node takes jobs; else it only pushes. By default true. */
  public NodeBuilder jobDistribution(boolean wanted) {
    this.jobDistribution = wanted;
    return this;
  }

  /** Jobs that a worker of the node runs at the same time, 1 to 10,000; by default 10. */
  public NodeBuilder maxConcurrency(int jobs) {
    this.maxConcurrency = jobs;
    return this;
  }

  /**
   * Workers of a pool of the node, which share its concurrency, so at most that; by default 5, or
   * as many as the concurrency when that is less.
   */
  public NodeBuilder workers(int number) {
    this.workers = number;
    return this;
  }

  /** How often an idle worker looks although nobody told it to; by default 1 s. */
  public NodeBuilder poll(Duration poll) {
    this.poll = Objects.requireNonNull(poll, "poll");
    return this;
  }

  /** How long a stop waits for handlers before it interrupts them; by default 30 s. */
  public NodeBuilder grace(Duration grace) {
    this.grace = Objects.requireNonNull(grace, "grace");
    return this;
  }

  // ---- a node

  /**
   * A node that has not joined yet. Opens what its URLs name, which may block for the connect time
   * of the backend.
   *
   * @throws IllegalArgumentException when settings do not fit together, no driver answers to a URL,
   *     or the one for the coordination cannot hold a cluster together
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  public DistributedQueue build() {
    // Before anything is opened.
    NodeSettings unnamed = settings(name == null ? "node" : name);
    Ground opened = ground.apply(this);
    try {
      NodeSettings settings = name == null ? settings(randomName(opened.context())) : unnamed;
      return new DistributedQueue(opened, Identity.create(opened.context(), settings));
    } catch (RuntimeException | Error e) {
      // A cluster that cannot give one of its roles leaves nothing open.
      Ground.closeAll(opened.owned()).forEach(e::addSuppressed);
      throw e;
    }
  }

  /**
   * Builds a node and joins; see {@link DistributedQueue#start}. When that fails what was opened is
   * closed.
   */
  public DistributedQueue start() {
    DistributedQueue node = build();
    node.start();
    return node;
  }

  private NodeSettings settings(String nodeName) {
    NodeSettings.checkHeartbeat(heartbeat);
    Duration three = heartbeat.multipliedBy(Defaults.TIME_TO_LIVE_HEARTBEATS);
    boolean isSlow = three.compareTo(Defaults.ELECTION_TIMEOUT) > 0;
    return new NodeSettings(
        nodeName,
        heartbeat,
        lease != null ? lease : heartbeat.multipliedBy(Defaults.LEASE_HEARTBEATS),
        timeToLive != null ? timeToLive : three,
        electionTimeout != null ? electionTimeout : isSlow ? three : Defaults.ELECTION_TIMEOUT,
        lockTimeout,
        leaderElection,
        jobDistribution,
        maxConcurrency,
        workers != null ? workers : Math.min(Defaults.POOL_WORKERS, maxConcurrency),
        poll,
        grace);
  }

  private static String randomName(ProcessContext context) {
    long now = context.time().now().toEpochMilli();
    return "node-" + JobId.create(now, context.random()).toString().substring(24);
  }
}
