package dev.tandemq.engine.cluster;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.engine.store.Calls;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes one asynchronous turn after another, with the pause between them that each turn asks for.
 * Safe for concurrent use; no method blocks.
 */
final class Loop {

  /** One turn; must end, well or badly. */
  @FunctionalInterface
  interface Turn {
    /** Begins the turn; completes with the pause before the next. */
    CompletionStage<Duration> take();
  }

  private enum State {
    NEW,
    RESTING,
    AT_WORK,
    ENDING,
    ENDED
  }

  private static final Logger LOG = System.getLogger(Loop.class.getName());

  /** After a turn that broke, or found no thread: a bug or a machine in need, not a backend. */
  private static final Duration AFTER_BREAK = Duration.ofSeconds(1);

  private final ProcessContext context;
  private final Turn turn;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  // Guarded by this.
  private State state = State.NEW;
  private long rests;
  private @Nullable Cancellable next;

  Loop(ProcessContext context, Turn turn) {
    this.context = context;
    this.turn = turn;
  }

  /** Takes the first turn after the pause. */
  synchronized void start(Duration pause) {
    if (state == State.NEW) {
      rest(pause);
    }
  }

  /** Takes the next turn now, unless one is under way. */
  synchronized void soon() {
    if (state == State.RESTING) {
      if (next != null) {
        next.cancel();
      }
      rest(Duration.ZERO);
    }
  }

  /** Takes no further turn; completes when none is under way any more. Idempotent. */
  CompletableFuture<@Nullable Void> end() {
    synchronized (this) {
      if (next != null) {
        next.cancel();
        next = null;
      }
      state =
          switch (state) {
            case NEW, RESTING, ENDED -> State.ENDED;
            case AT_WORK, ENDING -> State.ENDING;
          };
      if (state == State.ENDING) {
        return ended;
      }
    }
    ended.complete(null);
    return ended;
  }

  private synchronized void rest(Duration pause) {
    state = State.RESTING;
    long number = ++rests;
    next = context.schedule(pause, () -> due(number));
  }

  /** A timer that was called off too late knows its number no more. */
  private void due(long number) {
    synchronized (this) {
      if (state != State.RESTING || number != rests) {
        return;
      }
      state = State.AT_WORK;
      next = null;
    }
    try {
      context.execute(this::work);
    } catch (RuntimeException | Error e) {
      over(AFTER_BREAK);
    }
  }

  private void work() {
    CompletableFuture<Duration> pause = Calls.of(turn::take);
    Calls.whenDone(
        pause,
        () -> {
          if (pause.isCompletedExceptionally()) {
            LOG.log(Level.ERROR, "a turn failed, the next one follows", Calls.failure(pause));
            over(AFTER_BREAK);
          } else {
            over(pause.join());
          }
        });
  }

  private void over(Duration pause) {
    synchronized (this) {
      if (state != State.ENDING) {
        rest(pause);
        return;
      }
      state = State.ENDED;
    }
    ended.complete(null);
  }
}
