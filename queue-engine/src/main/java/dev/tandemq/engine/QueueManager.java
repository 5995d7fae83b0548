package dev.tandemq.engine;

import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.job.Names;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several connections by name, one of which is the default. Each name stands for a connection and
 * the queue on it that jobs go to unless another is asked for.
 *
 * <pre>{@code
 * try (QueueManager manager = new QueueManager()) {
 *   manager.extend("mails", "memory:");
 *   manager.extend("audit", "memory:", "records");
 *   manager.push("to the default, which is mails");
 *   manager.queue("audit").push("to queue records");
 * }
 * }</pre>
 *
 * <p>Safe for concurrent use. What the methods of the default queue wait for and throw is told by
 * {@link Queue}; besides, all throw {@link IllegalStateException} when there is no connection yet
 * and after {@link #close}.
 */
public final class QueueManager implements AutoCloseable {

  /** Name of the queue that a connection's jobs go to unless another was named. */
  public static final String DEFAULT_QUEUE = "default";

  /** A connection with its own queue. */
  private record Named(Queues queues, String queueName, Queue queue) {}

  // Guarded by this.
  private final Map<String, Named> connections = new LinkedHashMap<>();
  private @Nullable String defaultName;
  private boolean closed;

  /** A manager without any connection. */
  public QueueManager() {}

  // ---- connections

  /**
   * Opens a connection and gives it a name; the first one is the default. Its jobs go to the queue
   * {@value #DEFAULT_QUEUE}.
   *
   * @throws IllegalArgumentException when the name is taken, breaks the rule of {@link Names}, or
   *     the URL does not fit
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  public QueueManager extend(String name, String url) {
    return extend(name, url, DEFAULT_QUEUE);
  }

  /** The same, with jobs going to the queue named. */
  public QueueManager extend(String name, String url, String queue) {
    checkNew(name);
    Names.check("queue", queue);
    Queues opened = Queues.open(url);
    try {
      return extend(name, opened, queue);
    } catch (RuntimeException e) {
      // Somebody else was faster, or close came in between.
      opened.close();
      throw e;
    }
  }

  /**
   * Takes over a connection that is open: it is closed with the manager from now on, unless this
   * throws.
   *
   * @throws IllegalArgumentException when one of the names breaks the rule, or is taken
   */
  public synchronized QueueManager extend(String name, Queues opened, String queue) {
    checkNew(name);
    connections.put(name, new Named(opened, queue, opened.queue(queue)));
    if (defaultName == null) {
      defaultName = name;
    }
    return this;
  }

  private synchronized void checkNew(String name) {
    checkOpen();
    Names.check("connection", name);
    if (connections.containsKey(name)) {
      throw new IllegalArgumentException(
          "connection \"" + name + "\" is there already; take another name");
    }
  }

  /**
   * Makes a connection the default.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public synchronized QueueManager useDefault(String name) {
    Named unused = named(name);
    defaultName = name;
    return this;
  }

  /** Name of the default connection; empty before the first one. */
  public synchronized Optional<String> defaultName() {
    return Optional.ofNullable(defaultName);
  }

  /** Names of the connections, in the order in which they came. */
  public synchronized List<String> names() {
    return List.copyOf(connections.keySet());
  }

  /** The default connection. */
  public Queues connection() {
    return byDefault().queues();
  }

  /**
   * A connection by its name.
   *
   * @throws IllegalArgumentException when there is none of that name; the message lists all
   */
  public Queues connection(String name) {
    return named(name).queues();
  }

  private synchronized Named byDefault() {
    checkOpen();
    if (defaultName == null) {
      throw new IllegalStateException("no connection yet: name one by extend(name, url)");
    }
    return named(defaultName);
  }

  private synchronized Named named(String name) {
    checkOpen();
    Objects.requireNonNull(name, "name");
    Named found = connections.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no connection \""
              + name
              + "\"; there are "
              + connections.keySet()
              + "; a queue of the default one is connection().queue(name)");
    }
    return found;
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the queue manager was closed");
    }
  }

  // ---- their queues

  /** The default connection's own queue, as a handle that may be closed. */
  public Queue queue() {
    Named named = byDefault();
    return named.queues().queue(named.queueName());
  }

  /**
   * A connection's own queue, as a handle that may be closed.
   *
   * @param connection a name that {@link #extend} was given
   * @throws IllegalArgumentException when there is none of that name
   */
  public Queue queue(String connection) {
    Named named = named(connection);
    return named.queues().queue(named.queueName());
  }

  /** A builder for a worker on the default connection's own queue. */
  public WorkerBuilder worker() {
    Named named = byDefault();
    return named.queues().worker(named.queueName());
  }

  /** A builder for a worker on a connection's own queue. */
  public WorkerBuilder worker(String connection) {
    Named named = named(connection);
    return named.queues().worker(named.queueName());
  }

  // ---- the default queue

  /** A builder for a job of the default queue. */
  public Job.Builder newJob() {
    return byDefault().queue().newJob();
  }

  /** Adds a job to the default queue. */
  public JobId push(Job job) {
    return byDefault().queue().push(job);
  }

  /** Adds a job of text to the default queue. */
  public JobId push(String text) {
    return byDefault().queue().push(text);
  }

  /** Adds a job of bare bytes to the default queue. */
  public JobId push(byte[] payload) {
    return byDefault().queue().push(payload);
  }

  /** Adds a typed job to the default queue. */
  public <T> JobId push(JobType<T> type, T payload) {
    return byDefault().queue().push(type, payload);
  }

  /** Adds a job of text to the default queue that becomes ready after the delay. */
  public JobId later(Duration delay, String text) {
    return byDefault().queue().later(delay, text);
  }

  /** Adds a job of bare bytes to the default queue that becomes ready after the delay. */
  public JobId later(Duration delay, byte[] payload) {
    return byDefault().queue().later(delay, payload);
  }

  /** Adds a typed job to the default queue that becomes ready after the delay. */
  public <T> JobId later(Duration delay, JobType<T> type, T payload) {
    return byDefault().queue().later(delay, type, payload);
  }

  /** Claims the next job of the default queue. */
  public Optional<Claim> pop(Duration timeout) throws InterruptedException {
    return byDefault().queue().pop(timeout);
  }

  /** Jobs of the default queue that still have something to do. */
  public long size() {
    return byDefault().queue().size();
  }

  /** How the default queue stands. */
  public QueueStats stats() {
    return byDefault().queue().stats();
  }

  /** Removes all ready, delayed and reserved jobs of the default queue, and says how many. */
  public int clear() {
    return byDefault().queue().clear();
  }

  // ---- the end

  /** Closes all connections, each as {@link Queues#close} says. Idempotent. */
  @Override
  public void close() {
    List<Named> open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = new ArrayList<>(connections.values());
    }
    RuntimeException failed = null;
    for (Named named : open) {
      try {
        named.queues().close();
      } catch (RuntimeException e) {
        if (failed == null) {
          failed = e;
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
