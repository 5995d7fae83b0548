package dev.tandemq.kv.jobs;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.store.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rings once for all who listen, when what somebody looked for in vain is there. While it is wound
 * and somebody listens, it looks again from time to time, and whenever a watch wakes it. Safe for
 * concurrent use.
 */
final class Bell {

  private static final System.Logger LOG = System.getLogger(Bell.class.getName());

  private final ProcessContext context;
  private final Duration interval;
  private final Supplier<CompletionStage<Boolean>> isThere;
  private final @Nullable Supplier<Subscription> watching;

  // Guarded by this.
  private final List<Ear> ears = new ArrayList<>();
  private List<Ear> wound = List.of();
  private @Nullable Cancellable timer;
  private @Nullable Subscription watch;
  private boolean isLooking;
  private boolean isAsked;
  private boolean isClosed;

  /** One subscription; two with the same hint are two. */
  private static final class Ear {
    private final Runnable hint;

    Ear(Runnable hint) {
      this.hint = hint;
    }
  }

  /**
   * A bell that nobody has wound.
   *
   * @param interval how often it looks while it is wound
   * @param isThere looks
   * @param watching begins to watch for changes, while somebody listens; null for none
   */
  Bell(
      ProcessContext context,
      Duration interval,
      Supplier<CompletionStage<Boolean>> isThere,
      @Nullable Supplier<Subscription> watching) {
    this.context = context;
    this.interval = interval;
    this.isThere = isThere;
    this.watching = watching;
  }

  Subscription listen(Runnable hint) {
    Ear ear = new Ear(hint);
    synchronized (this) {
      ears.add(ear);
      if (watch == null && watching != null && !isClosed) {
        watch = watching.get();
      }
    }
    return () -> end(ear);
  }

  private void end(Ear ear) {
    Subscription over = null;
    synchronized (this) {
      ears.remove(ear);
      if (ears.isEmpty()) {
        over = watch;
        watch = null;
        stop();
      }
    }
    if (over != null) {
      over.close();
    }
  }

  /** Somebody looked in vain: whoever listens now is told when it is there. */
  void wind() {
    synchronized (this) {
      if (ears.isEmpty() || isClosed) {
        return;
      }
      wound = List.copyOf(ears);
    }
    // It may have come between the vain look and now.
    look();
  }

  /** Something changed. */
  void wake() {
    boolean isWound;
    synchronized (this) {
      isWound = !wound.isEmpty();
    }
    if (isWound) {
      look();
    }
  }

  private void look() {
    synchronized (this) {
      if (isClosed || wound.isEmpty()) {
        return;
      }
      if (isLooking) {
        isAsked = true;
        return;
      }
      isLooking = true;
      isAsked = false;
    }
    CompletionStage<Boolean> answer;
    try {
      answer = isThere.get();
    } catch (IllegalStateException e) {
      // Closed meanwhile.
      return;
    }
    var unused =
        answer.whenComplete(
            (there, error) -> {
              boolean again;
              synchronized (this) {
                isLooking = false;
                again = isAsked;
              }
              if (error == null && there) {
                ring();
              } else if (again) {
                look();
              } else {
                later();
              }
            });
  }

  private synchronized void later() {
    stop();
    if (!isClosed && !wound.isEmpty() && !ears.isEmpty()) {
      timer = context.schedule(interval, this::look);
    }
  }

  private synchronized void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void ring() {
    List<Ear> told;
    synchronized (this) {
      stop();
      told = wound.stream().filter(ears::contains).toList();
      wound = List.of();
    }
    for (Ear ear : told) {
      try {
        // Not here: this may be the one thread on which the client library answers.
        context.execute(() -> tell(ear));
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "nobody is there any more to be told", e);
      }
    }
  }

  private void tell(Ear ear) {
    synchronized (this) {
      if (isClosed || !ears.contains(ear)) {
        return;
      }
    }
    try {
      ear.hint.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a listener threw", e);
    }
  }

  /** Never rings again. */
  void close() {
    Subscription over;
    synchronized (this) {
      isClosed = true;
      over = watch;
      watch = null;
      wound = List.of();
      stop();
    }
    if (over != null) {
      over.close();
    }
  }
}
