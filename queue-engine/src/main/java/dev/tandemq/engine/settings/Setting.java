package dev.tandemq.engine.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What can be set from outside of a program: by a system property, by a variable of the
 * environment, or in the file {@code tandem.properties}, in this order; see {@link SettingSources}.
 * What is said in code, or by a flag of the command, goes before all of them.
 */
public enum Setting {
  /** Where the jobs are, as {@code redis://host:6379}. */
  URL("url"),
  /** Where the coordination is, when it is elsewhere than the jobs. */
  CLUSTER("cluster"),
  /** Name of the node. */
  NODE_ID("node.id"),
  /** How often a node renews what it holds. */
  HEARTBEAT("heartbeat"),
  /** How long a claim holds unless renewed. */
  LEASE("lease"),
  /** After how much silence a node counts as gone. */
  NODE_TTL("node.ttl"),
  /** After how much silence a leader is followed by another. */
  ELECTION_TIMEOUT("election.timeout"),
  /** After how much silence of its holder a lock is free. */
  LOCK_TIMEOUT("lock.timeout"),
  /** How often an idle worker looks although nobody told it to. */
  POLL("poll"),
  /** How long a stop waits for handlers before it interrupts them. */
  GRACE("grace"),
  /** Jobs that a node runs at the same time. */
  CONCURRENCY("concurrency"),
  /** Workers of a pool, which share the slots of the node. */
  WORKERS("workers"),
  /** Whether one node does the chores of all. */
  LEADER_ELECTION("leader.election"),
  /** Whether the node takes jobs. */
  JOB_DISTRIBUTION("job.distribution");

  private static final String PREFIX = "tandem.";

  private final String key;

  Setting(String key) {
    this.key = key;
  }

  /** Its name as a system property and in the file, as {@code tandem.node.id}. */
  public String property() {
    return PREFIX + key;
  }

  /** Its name in the environment, as {@code TANDEM_NODE_ID}. */
  public String variable() {
    return property().toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** The names of all as properties, in the order of their declaration. */
  static List<String> properties() {
    return Arrays.stream(values()).map(Setting::property).toList();
  }
}
