package dev.tandemq.tck.cluster;

import dev.tandemq.cluster.Cluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a driver's author gives the kit: connections to one empty namespace of a backend, and how
 * time passes there. A test asks for a fixture of its own and opens several connections, which are
 * several nodes. The kit asks for nothing else and never learns which backend it runs on.
 */
public interface ClusterFixture {

  /**
   * Opens one more connection to the namespace of this fixture, which nothing else uses and where
   * nothing was before the first one. The kit closes it.
   */
  Cluster open();

  /**
   * Lets time pass for the backend: moves a manual clock, or waits for real. At least so long, and
   * less than {@link #precision} longer.
   */
  void pass(Duration time);

  /**
   * How far a time that a test observes may be off: the grain of the backend's clock, plus what
   * calls may take. On a manual clock that is one nanosecond.
   */
  Duration precision();

  /** The shortest time to live that the backend can do; zero where any will do. */
  default Duration leastTimeToLive() {
    return Duration.ZERO;
  }

  /**
   * The time to live in tests that let it end; at least four times {@link #precision}, and at least
   * {@link #leastTimeToLive}. Such tests wait a few times as long, for real where time is real.
   */
  default Duration step() {
    Duration four = precision().multipliedBy(4);
    return four.compareTo(leastTimeToLive()) < 0 ? leastTimeToLive() : four;
  }

  /**
   * After how long what was held without a renewal is surely gone: from the time to live on,
   * wherever the backend keeps to it. Not longer than the bound that the driver's page declares.
   *
   * @param timeToLive as given to the call that holds it
   */
  default Duration goneWithin(Duration timeToLive) {
    return timeToLive;
  }

  /** How long a broadcast or a hint takes to all who listen, at most, while nothing fails. */
  Duration hears();

  /** Moves the wall clock of the backend and of this process, where a test can do that. */
  default Optional<Consumer<Duration>> wallClock() {
    return Optional.empty();
  }

  /**
   * The answer of a call. Safe for concurrent use.
   *
   * @throws RuntimeException what the stage failed with
   * @throws AssertionError when there is no answer within ten seconds
   */
  default <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError("the call failed with a checked exception or an error", e);
    } catch (TimeoutException e) {
      throw new AssertionError("the cluster gave no answer within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the cluster's answer", e);
    }
  }
}
