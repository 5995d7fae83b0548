package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who listens in this process, and the one channel on which the scripts tell. A script that makes a
 * job ready where somebody waits says so at once. For what time alone does, each process that waits
 * has one timer per queue; when it rings the server is asked once, and it tells all. So nobody
 * polls. Safe for concurrent use.
 */
final class Hints implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Hints.class.getName());
  private static final Script PEEK = JobCalls.script("peek");
  private static final String CHANNEL = "hints";

  /** A moment may lie between two microseconds of two clocks: never ask again at once. */
  private static final long LEAST_MICROS = 1000;

  private final RedisLink link;
  private final JobCalls calls;
  private final ProcessContext process;
  private final Map<String, List<Listener>> ready = new ConcurrentHashMap<>();
  private final Map<String, List<Listener>> room = new ConcurrentHashMap<>();

  private final Object monitor = new Object();
  // Guarded by the monitor.
  private final Map<String, Timer> timers = new HashMap<>();
  private @Nullable CompletableFuture<@Nullable Subscription> channel;
  private boolean isClosed;

  Hints(RedisLink link, JobCalls calls) {
    this.link = link;
    this.calls = calls;
    this.process = link.context().process();
  }

  /** When a queue may have something next, on the clock of this process. */
  private record Timer(long at, Cancellable handle) {}

  /** One subscription: known by its identity, so that the same hint may be given twice. */
  private static final class Listener {

    private final Runnable hint;
    private volatile boolean isClosed;

    Listener(Runnable hint) {
      this.hint = hint;
    }

    void call() {
      if (isClosed) {
        return;
      }
      try {
        hint.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "a hint failed", e);
      }
    }
  }

  Subscription onReady(String queue, Runnable hint) {
    return add(ready, queue, hint);
  }

  Subscription onRoom(String queue, Runnable hint) {
    return add(room, queue, hint);
  }

  private Subscription add(Map<String, List<Listener>> all, String queue, Runnable hint) {
    Listener listener = new Listener(hint);
    all.computeIfAbsent(queue, name -> new CopyOnWriteArrayList<>()).add(listener);
    openChannel();
    return () -> {
      listener.isClosed = true;
      List<Listener> others = all.get(queue);
      if (others != null) {
        others.remove(listener);
      }
    };
  }

  private void openChannel() {
    synchronized (monitor) {
      if (channel == null && !isClosed) {
        CompletableFuture<@Nullable Subscription> opening = new CompletableFuture<>();
        channel = opening;
        var unused =
            link.listening("j:" + CHANNEL, this::hear)
                .whenComplete((subscription, failure) -> opened(opening, subscription, failure));
      }
    }
  }

  private void opened(
      CompletableFuture<@Nullable Subscription> opening,
      @Nullable Subscription subscription,
      @Nullable Throwable failure) {
    if (failure != null) {
      LOG.log(Level.WARNING, "no hints: the channel could not be opened", failure);
      synchronized (monitor) {
        // The next one who listens tries again.
        channel = null;
      }
    }
    opening.complete(subscription);
  }

  /** Completes, soon and never with a failure, when all who listen are surely heard of. */
  CompletionStage<@Nullable Subscription> listening() {
    synchronized (monitor) {
      return channel == null ? CompletableFuture.completedFuture(null) : channel;
    }
  }

  /** A script has told something: {@code ready NAME MICROS} or {@code room NAME}. */
  private void hear(byte[] message) {
    String[] words = new String(message, UTF_8).split(" ", -1);
    if (words.length == 2 && words[0].equals("room")) {
      tell(room, words[1]);
    } else if (words.length == 3 && words[0].equals("ready") && words[2].matches("[0-9]{1,16}")) {
      long micros = Long.parseLong(words[2]);
      if (micros == 0) {
        tell(ready, words[1]);
      } else {
        arm(words[1], micros);
      }
    }
  }

  /**
   * Calls hints one after the other, in the order of their subscription, on a thread that may block
   * and never on one of the client library.
   */
  private void tell(Map<String, List<Listener>> all, String queue) {
    List<Listener> listeners = all.getOrDefault(queue, List.of());
    if (listeners.isEmpty()) {
      return;
    }
    try {
      process.execute(() -> listeners.forEach(Listener::call));
    } catch (RejectedExecutionException e) {
      // The process ends: nobody is there to be told.
    }
  }

  /** Time may bring something to the queue in so many microseconds; negative means never. */
  void arm(String queue, long micros) {
    if (micros < 0 || ready.getOrDefault(queue, List.of()).isEmpty()) {
      return;
    }
    long nanos = Math.max(micros, LEAST_MICROS) * 1000;
    synchronized (monitor) {
      long at = process.time().nanoTime() + nanos;
      Timer known = timers.get(queue);
      if (isClosed || (known != null && known.at() - at <= 0)) {
        return;
      }
      if (known != null) {
        known.handle().cancel();
      }
      Cancellable handle = process.schedule(Duration.ofNanos(nanos), () -> ring(queue, at));
      timers.put(queue, new Timer(at, handle));
    }
  }

  private void ring(String queue, long at) {
    synchronized (monitor) {
      Timer timer = timers.get(queue);
      if (isClosed || timer == null || timer.at() != at) {
        return;
      }
      timers.remove(queue);
    }
    try {
      var unused =
          calls
              .run(PEEK, new Args().add(queue), Reply::number)
              .thenAccept(micros -> arm(queue, micros));
    } catch (IllegalStateException e) {
      // Closed meanwhile.
    }
  }

  @Override
  public void close() {
    CompletionStage<@Nullable Subscription> open;
    synchronized (monitor) {
      isClosed = true;
      timers.values().forEach(timer -> timer.handle().cancel());
      timers.clear();
      open = listening();
      channel = null;
    }
    closeAll(ready);
    closeAll(room);
    var unused =
        open.thenAccept(
            subscription -> {
              if (subscription != null) {
                subscription.close();
              }
            });
  }

  private static void closeAll(Map<String, List<Listener>> all) {
    all.values().forEach(listeners -> listeners.forEach(listener -> listener.isClosed = true));
    all.clear();
  }
}
