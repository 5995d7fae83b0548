package dev.tandemq.cli.work;

import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.QueueStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Looks at the queues of a session, and at its node, until the session is over: because the queues
 * are empty, or the store was lost for too long, or whoever has the future says so. {@link #await}
 * is for one thread, {@link #lookSoon} for all.
 */
final class SessionWatch {

  /** How often queues are looked at that are to be empty some time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How often the store is asked whether it is still there. */
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

  /** Looks that are asked for come no faster. */
  private static final Duration LOOK_GAP = Duration.ofMillis(100);

  private final WorkSettings settings;
  private final Workplace place;
  private final Consumer<String> say;
  private final CompletableFuture<End> over;
  private final Semaphore lookWanted = new Semaphore(0);

  /**
   * Looks at nothing yet.
   *
   * @param say takes a line for people
   * @param over completed by others, or by this watch, when the session is over
   */
  SessionWatch(
      WorkSettings settings, Workplace place, Consumer<String> say, CompletableFuture<End> over) {
    this.settings = settings;
    this.place = place;
    this.say = say;
    this.over = over;
  }

  /** The next look comes at once, or a moment after the last one. */
  void lookSoon() {
    lookWanted.release();
  }

  /** Looks until it is over. */
  End await() throws InterruptedException {
    long now = System.nanoTime();
    QueueWatch watch =
        new QueueWatch("the store", settings.isDraining(), settings.giveUpAfter(), say, now);
    Optional<NodeWatch> nodeWatch =
        place.node().map(node -> new NodeWatch(node, place.isApart(), say, now));
    while (true) {
      nodeWatch.ifPresent(node -> node.look(System.nanoTime()));
      switch (look(watch)) {
        case DRAINED -> over.complete(End.DRAINED);
        case GIVE_UP -> over.complete(End.GIVEN_UP);
        case GO_ON -> {
          if (!isOverWithin(LOOK_GAP)) {
            boolean unused = lookWanted.tryAcquire(interval(watch).toNanos(), TimeUnit.NANOSECONDS);
            lookWanted.drainPermits();
          }
        }
      }
      if (over.isDone()) {
        return over.join();
      }
    }
  }

  private QueueWatch.Verdict look(QueueWatch watch) throws InterruptedException {
    CompletableFuture<List<QueueStats>> answer =
        Calls.of(() -> place.queues().store().stats(settings.queues()));
    Duration atMost = shorter(Defaults.CALL_TIMEOUT, settings.giveUpAfter());
    try {
      CompletableFuture.anyOf(answer, over).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      return watch.failed(String.valueOf(Calls.cause(e).getMessage()), System.nanoTime());
    } catch (TimeoutException e) {
      return watch.failed("no answer within " + atMost.toMillis() + " ms", System.nanoTime());
    }
    return over.isDone()
        ? QueueWatch.Verdict.GO_ON
        : watch.answered(answer.join(), System.nanoTime());
  }

  private Duration interval(QueueWatch watch) {
    // Often enough to notice in time that it has been lost for too long.
    return shorter(
        settings.isDraining() || watch.isLost() ? LOOK_EVERY : PROBE_EVERY,
        settings.giveUpAfter().map(limit -> limit.dividedBy(4)));
  }

  private static Duration shorter(Duration usual, Optional<Duration> other) {
    return other.filter(limit -> limit.compareTo(usual) < 0).orElse(usual);
  }

  private boolean isOverWithin(Duration time) throws InterruptedException {
    try {
      over.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
