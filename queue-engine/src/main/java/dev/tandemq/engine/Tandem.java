package dev.tandemq.engine;

import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import dev.tandemq.engine.worker.WorkerBuilder;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobType;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.Claim;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The default queue of the whole program, for scripts and first steps: {@code Tandem.push("Ada")}.
 * Programs that are tested in parts pass a {@link Queues} or {@link QueueManager} around instead.
 *
 * <p>Stands on one {@link QueueManager}: the one given to {@link #use}, else one that is made when
 * it is first needed, with a connection to the URL of the system property {@code tandem.url}, else
 * of the environment variable {@code TANDEM_URL}, else of the file {@code tandem.properties}, else
 * {@code memory:}. Its threads, once there are some, keep the program alive until {@link #close}.
 * Safe for concurrent use; what the methods wait for and throw is told by {@link Queue}.
 */
public final class Tandem {

  /** Name of the connection that is made when none was given. */
  private static final String CONNECTION = "tandem";

  private static final AtomicReference<@Nullable QueueManager> MANAGER = new AtomicReference<>();

  private Tandem() {}

  /** What everything here stands on; made if need be. */
  public static QueueManager manager() {
    QueueManager there = MANAGER.get();
    return there != null ? there : made();
  }

  private static synchronized QueueManager made() {
    QueueManager there = MANAGER.get();
    if (there == null) {
      there = new QueueManager().extend(CONNECTION, url());
      MANAGER.set(there);
    }
    return there;
  }

  private static String url() {
    return SettingSources.ofProcess().text(Setting.URL).orElse("memory:");
  }

  /**
   * Stands on this manager from now on.
   *
   * @return the one before, which is not closed; empty when there was none
   */
  public static synchronized Optional<QueueManager> use(QueueManager manager) {
    return Optional.ofNullable(MANAGER.getAndSet(Objects.requireNonNull(manager, "manager")));
  }

  /** Closes the manager, if there is one; the next call makes a new one. */
  public static void close() {
    QueueManager there;
    synchronized (Tandem.class) {
      there = MANAGER.getAndSet(null);
    }
    if (there != null) {
      there.close();
    }
  }

  /** The default queue, as a handle that may be closed. */
  public static Queue queue() {
    return manager().queue();
  }

  /** A queue of the default connection by its own name. */
  public static Queue queue(String name) {
    return manager().connection().queue(name);
  }

  /** A builder for a worker on the default queue. */
  public static WorkerBuilder worker() {
    return manager().worker();
  }

  /** A builder for a job of the default queue. */
  public static Job.Builder newJob() {
    return manager().newJob();
  }

  /** Adds a job to the default queue. */
  public static JobId push(Job job) {
    return manager().push(job);
  }

  /** Adds a job of text to the default queue. */
  public static JobId push(String text) {
    return manager().push(text);
  }

  /** Adds a job of bare bytes to the default queue. */
  public static JobId push(byte[] payload) {
    return manager().push(payload);
  }

  /** Adds a typed job to the default queue. */
  public static <T> JobId push(JobType<T> type, T payload) {
    return manager().push(type, payload);
  }

  /** Adds a job of text to the default queue that becomes ready after the delay. */
  public static JobId later(Duration delay, String text) {
    return manager().later(delay, text);
  }

  /** Adds a job of bare bytes to the default queue that becomes ready after the delay. */
  public static JobId later(Duration delay, byte[] payload) {
    return manager().later(delay, payload);
  }

  /** Adds a typed job to the default queue that becomes ready after the delay. */
  public static <T> JobId later(Duration delay, JobType<T> type, T payload) {
    return manager().later(delay, type, payload);
  }

  /** Claims the next job of the default queue. */
  public static Optional<Claim> pop(Duration timeout) throws InterruptedException {
    return manager().pop(timeout);
  }

  /** Jobs of the default queue that still have something to do. */
  public static long size() {
    return manager().size();
  }

  /** How the default queue stands. */
  public static QueueStats stats() {
    return manager().stats();
  }

  /** Removes all ready, delayed and reserved jobs of the default queue, and says how many. */
  public static int clear() {
    return manager().clear();
  }
}
