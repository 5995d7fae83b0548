package dev.tandemq.memory;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of all who have something open together, as one that lives as long as any of them.
 * Clocks and chance are those of whoever came first, also after he has left: clocks go on. Steps
 * and timers are run by whoever has been here longest; when he leaves, the next one takes his
 * timers over. So nothing that is shared needs a thread or a clock of its own. Safe for concurrent
 * use.
 */
final class SharedContext implements ProcessContext {

  private final ProcessContext first;
  // Guarded by this.
  private final List<ProcessContext> present = new ArrayList<>();
  private final Set<Timer> timers = new LinkedHashSet<>();

  SharedContext(ProcessContext first) {
    this.first = first;
  }

  /** One more is here; who comes twice has to leave twice. */
  synchronized void enter(ProcessContext context) {
    present.add(context);
  }

  /** One is gone, and may be closed from now on. */
  synchronized void leave(ProcessContext context) {
    boolean hadTimers = present.get(0) == context;
    for (int i = 0; i < present.size(); i++) {
      if (present.get(i) == context) {
        present.remove(i);
        break;
      }
    }
    if (hadTimers) {
      List.copyOf(timers).forEach(Timer::move);
    }
  }

  @Override
  public TimeSource time() {
    return first.time();
  }

  @Override
  public RandomGenerator random() {
    return first.random();
  }

  @Override
  public void execute(Runnable step) {
    ProcessContext runner = runner();
    if (runner == null) {
      throw new RejectedExecutionException("nobody is here any more; the step will not run");
    }
    runner.execute(step);
  }

  private synchronized @Nullable ProcessContext runner() {
    return present.isEmpty() ? null : present.get(0);
  }

  @Override
  public synchronized Cancellable schedule(Duration delay, Runnable step) {
    Timer timer = new Timer(time().nanoTime() + delay.toNanos(), step);
    timers.add(timer);
    timer.move();
    return timer;
  }

  @Override
  public boolean await(Future<?> done, Duration atMost) throws InterruptedException {
    return first.await(done, atMost);
  }

  /** A step that is run once, wherever it is scheduled. */
  private final class Timer implements Cancellable {

    private final long due;
    private final Runnable step;
    private @Nullable Cancellable place;

    Timer(long due, Runnable step) {
      this.due = due;
      this.step = step;
    }

    /** To whoever has been here longest; away, when there is nobody. Called under the lock. */
    void move() {
      if (place != null) {
        place.cancel();
      }
      if (present.isEmpty()) {
        timers.remove(this);
        return;
      }
      Duration left = Duration.ofNanos(due - time().nanoTime());
      place = present.get(0).schedule(left, this::ring);
    }

    private void ring() {
      synchronized (SharedContext.this) {
        if (!timers.remove(this)) {
          return;
        }
      }
      step.run();
    }

    @Override
    public void cancel() {
      synchronized (SharedContext.this) {
        if (timers.remove(this) && place != null) {
          place.cancel();
        }
      }
    }
  }
}
