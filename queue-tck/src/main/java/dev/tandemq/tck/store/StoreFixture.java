package dev.tandemq.tck.store;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.store.JobStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a driver's author gives the kit: a fresh store, what it declares, and how time passes there.
 * The kit asks for nothing else and never learns which backend it runs on.
 */
public interface StoreFixture {

  /** Opens an empty store, on a namespace that nothing else uses. The kit closes it. */
  JobStore open();

  /** What the driver declares of its stores. */
  Capabilities capabilities();

  /**
   * Lets time pass for the store: moves a manual clock, or waits for real. At least so long, and
   * less than {@link #precision} longer.
   */
  void pass(Duration time);

  /**
   * How far a time that a test observes may be off: the grain of the store's clock, plus what its
   * calls may take. On a manual clock that is one nanosecond.
   */
  Duration precision();

  /**
   * How long leases and delays are in tests that let them end; at least four times {@link
   * #precision}. Such tests wait about as long, for real where time is real.
   */
  default Duration step() {
    return precision().multipliedBy(4);
  }

  /** Whether the store remembers settled claims and finished ids for a while (rules P4, S11). */
  boolean remembersSettled();

  /**
   * Whether the store tells of room in a queue that was full (rule H3). A store that has no way to
   * tell never calls; whoever waits for room then looks again by himself.
   */
  default boolean tellsOfRoom() {
    return true;
  }

  /** Moves the wall clock of the store and of this process, where a test can do that (rule P3). */
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
      throw new AssertionError("the store gave no answer within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the store's answer", e);
    }
  }
}
