package dev.tandemq.kv;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A driver over a coordination store: an adapter adds its name, its schemes, its options and how to
 * connect. All else is the same on every backend.
 */
public abstract class KvDriver implements ClusterDriver {

  /** The namespace of a URL that names none. */
  private static final String DEFAULT_NAMESPACE = "tandem";

  private static final String TICK = "tick";
  private static final long LEAST_TICK_MILLIS = 50;
  private static final long MOST_TICK_MILLIS = 5_000;

  /** For the first calls of a connection, each of which its adapter bounds. */
  private static final long OPENING_SECONDS = 60;

  /** For subclasses. */
  protected KvDriver() {}

  /** Names of the options that only this adapter has. */
  protected abstract Set<String> ownOptions();

  /**
   * Connects, and looks whether the server is fit. May block within the connect time of the URL.
   *
   * @param root the folder below which all keys will lie
   * @throws IllegalArgumentException when address or option make no sense
   * @throws dev.tandemq.error.QueueException when the backend cannot be reached or refuses
   */
  protected abstract Kv connect(QueueUrl url, ProcessContext process, String root);

  @Override
  public final Capabilities capabilities() {
    return KvCluster.CAPABILITIES;
  }

  /** Those of the adapter, and {@code tick}: how often the cluster's time is written, as 250ms. */
  @Override
  public final Set<String> options() {
    Set<String> options = new HashSet<>(ownOptions());
    options.add(TICK);
    return Set.copyOf(options);
  }

  @Override
  public final JobStore open(QueueUrl url, DriverContext context) {
    Cluster cluster = openCluster(url, context);
    return new ForwardingJobStore(cluster.jobs()) {
      @Override
      public void close() {
        super.close();
        cluster.close();
      }
    };
  }

  @Override
  public final Cluster openCluster(QueueUrl url, DriverContext context) {
    String namespace = url.option("namespace").orElse(DEFAULT_NAMESPACE);
    String root = KvCluster.root(namespace);
    Duration tick = tick(url);
    Kv kv = connect(url, context.process(), root);
    try {
      return KvCluster.open(kv, namespace, context, tick)
          .toCompletableFuture()
          .get(OPENING_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      kv.close();
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new QueueUnavailableException(url + " cannot be opened", e);
    } catch (TimeoutException e) {
      kv.close();
      throw new QueueUnavailableException(
          url + " gave no answer within " + OPENING_SECONDS + " s", e);
    } catch (InterruptedException e) {
      kv.close();
      Thread.currentThread().interrupt();
      throw new QueueUnavailableException("interrupted while " + url + " was opened", e);
    }
  }

  private static Duration tick(QueueUrl url) {
    String text = url.option(TICK).orElse("");
    if (text.isEmpty()) {
      return KvCluster.DEFAULT_TICK;
    }
    long millis = -1;
    if (text.matches("[0-9]{1,6}ms")) {
      millis = Long.parseLong(text.substring(0, text.length() - 2));
    } else if (text.matches("[0-9]{1,3}s")) {
      millis = TimeUnit.SECONDS.toMillis(Long.parseLong(text.substring(0, text.length() - 1)));
    }
    if (millis < LEAST_TICK_MILLIS || millis > MOST_TICK_MILLIS) {
      throw new IllegalArgumentException(
          "the option tick is no time from 50ms to 5s; write for example 250ms");
    }
    return Duration.ofMillis(millis);
  }
}
