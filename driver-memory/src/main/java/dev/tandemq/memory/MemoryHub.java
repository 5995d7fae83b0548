package dev.tandemq.memory;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.job.Names;
import dev.tandemq.store.JobStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * A backend within this process: one job store, one membership, one election, locks and broadcast
 * that many nodes share. Each node has a connection of its own, over a link that a test can cut and
 * mend; what a node holds can be made to end before its time.
 *
 * <pre>{@code
 * try (MemoryHub hub = new MemoryHub(context);
 *     Cluster one = hub.connect("one");
 *     Cluster two = hub.connect("two")) {
 *   hub.cut("two"); // whatever two asks for fails, and it hears nothing
 *   hub.mend("two");
 * }
 * }</pre>
 *
 * <p>Time is that of the hub's own context, not of its nodes. Nothing is done at the end of a time
 * to live: what has ended is passed over from then on. Terms, sessions and tokens of locks grow as
 * long as the hub lives, whatever ends meanwhile. A time to live is at most {@link
 * dev.tandemq.job.Job#LIMIT_DURATION}.
 *
 * <p>Safe for concurrent use. Every answer is there when a call returns. Hints and messages are
 * passed on by {@link ProcessContext#execute} of the hub's context, never from within a call.
 */
public final class MemoryHub implements AutoCloseable {

  private static final Capabilities CAPABILITIES = withoutLocal(MemoryDriver.CAPABILITIES);

  private final Executor listeners;
  private final JobStore jobs;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final MemberList members;
  private final Leadership leadership;
  private final LockTable locks;
  private final Topics topics = new Topics();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Set<String> cutLinks = new HashSet<>();
  private boolean closed;

  /** An empty hub on the time of this context; it takes no thread before there is a listener. */
  public MemoryHub(ProcessContext context) {
    Objects.requireNonNull(context, "context");
    this.listeners = context::execute;
    this.jobs = new MemoryJobStore(context, CAPABILITIES, Remember.DEFAULT);
    this.members = new MemberList(context.time());
    this.leadership = new Leadership(context.time());
    this.locks = new LockTable(context.time());
  }

  /**
   * What the jobs of every hub can do, and their limits: all that the memory driver declares but
   * {@link Capability#LOCAL}, for a link may fail and its answers may be lost on purpose.
   */
  public static Capabilities capabilities() {
    return CAPABILITIES;
  }

  private static Capabilities withoutLocal(Capabilities all) {
    return new Capabilities(
        all.features().stream()
            .filter(feature -> feature != Capability.LOCAL)
            .collect(Collectors.toSet()),
        all.maxPayloadBytes(),
        all.maxBatch());
  }

  /**
   * Opens a connection over a link. Several connections may use one link, and one may use it after
   * another: it is cut or whole for all of them.
   *
   * @param link a name as of {@link Names}
   * @return the connection; the caller closes it, which ends no other
   * @throws IllegalStateException when the hub is closed
   */
  public Cluster connect(String link) {
    return connect(link, listeners, () -> {});
  }

  /**
   * As {@link #connect(String)}.
   *
   * @param listeners runs what is told to this connection's listeners
   * @param afterClose runs once, after the connection was closed and outside of any lock
   */
  Cluster connect(String link, Executor listeners, Runnable afterClose) {
    Names.check("link", link);
    lock.lock();
    try {
      checkOpen();
      // The jobs have a connection of their own, for they can be closed before the others.
      Connection forJobs = add(link, listeners, () -> {});
      Connection forOthers =
          add(
              link,
              listeners,
              () -> {
                forJobs.close();
                afterClose.run();
              });
      return new MemoryCluster(
          forOthers,
          new LinkedJobStore(jobs, forJobs),
          new MemoryMembership(forOthers, members),
          new MemoryElection(forOthers, leadership),
          new MemoryLocks(forOthers, locks),
          new MemoryBroadcast(forOthers, topics));
    } finally {
      lock.unlock();
    }
  }

  private Connection add(String link, Executor listeners, Runnable afterClose) {
    Connection connection = new Connection(this, link, lock, listeners, afterClose);
    connection.cut(cutLinks.contains(link));
    connections.add(connection);
    return connection;
  }

  /**
   * Cuts a link, also one that nobody uses yet. From now on every call over it fails with a {@link
   * dev.tandemq.error.QueueUnavailableException} before it is applied, and no hint and no message
   * comes through. What is held in the hub goes on until its time to live ends. Idempotent.
   *
   * @param link a name as of {@link Names}
   */
  public void cut(String link) {
    harm(link, true);
  }

  /** Makes a link whole again. What was said meanwhile is lost. Idempotent. */
  public void mend(String link) {
    harm(link, false);
  }

  private void harm(String link, boolean cut) {
    Names.check("link", link);
    lock.lock();
    try {
      checkOpen();
      if (cut) {
        cutLinks.add(link);
      } else {
        cutLinks.remove(link);
      }
      connections.stream()
          .filter(connection -> connection.link().equals(link))
          .forEach(connection -> connection.cut(cut));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends all that an incarnation holds, as if its times to live had ended now: its membership, its
   * leadership and its locks. Claims of jobs stay: they are of a lease, not of a session.
   *
   * @return whether it held anything
   */
  public boolean expire(NodeId node) {
    Objects.requireNonNull(node, "node");
    lock.lock();
    try {
      checkOpen();
      boolean wasMember = members.expire(node);
      boolean wasLeader = leadership.expire(node);
      boolean hadLocks = locks.expire(node);
      return wasMember || wasLeader || hadLocks;
    } finally {
      lock.unlock();
    }
  }

  /** Closes every connection and forgets everything. Idempotent. */
  @Override
  public void close() {
    List<Connection> open;
    lock.lock();
    try {
      closed = true;
      open = new ArrayList<>(connections);
    } finally {
      lock.unlock();
    }
    open.forEach(Connection::close);
    jobs.close();
  }

  /** How many connections are open; the jobs of each count as one more. */
  int connections() {
    lock.lock();
    try {
      return connections.size();
    } finally {
      lock.unlock();
    }
  }

  /** A connection has ended. Called under the lock. */
  void left(Connection connection) {
    connections.remove(connection);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the hub is closed");
    }
  }
}
