package dev.tandemq.kv.roles;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.kv.port.Val;
import dev.tandemq.store.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One topic that somebody on this connection listens to. Looks at the words that stand there
 * whenever it is woken, one look at a time, and tells those that it had not seen, in order. Safe
 * for concurrent use.
 */
final class Topic {

  private static final Logger LOG = System.getLogger(Topic.class.getName());

  private final RoleSetup setup;
  private final String folder;
  private final long openedAt; // a reading of the monotonic clock
  private final List<Ear> ears = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private boolean isLooking;
  private boolean isAskedAgain;
  private boolean isClosed;
  private Subscription watch = () -> {};

  // Touched by one look at a time.
  private @Nullable Long from;
  private Set<String> seen = Set.of();

  Topic(RoleSetup setup, String name) {
    this.setup = setup;
    this.folder = Outbox.folder(setup, name);
    this.openedAt = setup.process().time().nanoTime();
  }

  void add(Ear ear) {
    ears.add(ear);
  }

  void remove(Ear ear) {
    ears.remove(ear);
  }

  boolean isEmpty() {
    return ears.isEmpty();
  }

  /** Begins to watch; to be called once. */
  void open() {
    Subscription opened = setup.kv().watch(folder, this::wake);
    boolean isLate;
    synchronized (this) {
      isLate = isClosed;
      watch = opened;
    }
    if (isLate) {
      opened.close();
    }
    wake();
  }

  /** Closes it and all its ears. Idempotent. */
  void silence() {
    close();
    ears.forEach(Ear::close);
  }

  /** Stops looking. Idempotent. */
  void close() {
    Subscription closed;
    synchronized (this) {
      isClosed = true;
      closed = watch;
    }
    closed.close();
  }

  /** Something may have been said. */
  void wake() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      if (isLooking) {
        isAskedAgain = true;
        return;
      }
      isLooking = true;
    }
    step();
  }

  private void step() {
    try {
      setup.process().execute(this::look);
    } catch (RejectedExecutionException e) {
      // The process has ended: nobody is there to be told.
      close();
    }
  }

  private void look() {
    var unused =
        CompletableFuture.completedFuture(null)
            .thenCompose(start -> begin())
            .thenCompose(begin -> hear(begin))
            .whenComplete((done, failure) -> rest(failure));
  }

  private void rest(@Nullable Throwable failure) {
    if (failure != null) {
      // The next look, which comes by itself, finds what this one has missed.
      LOG.log(Level.DEBUG, "a look at a topic failed", Failures.cause(failure));
    }
    synchronized (this) {
      isLooking = isAskedAgain && failure == null && !isClosed;
      isAskedAgain = false;
      if (!isLooking) {
        return;
      }
    }
    step();
  }

  /** The time from which on words are for these listeners: that when the topic was opened. */
  private CompletionStage<Long> begin() {
    Long known = from;
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    return setup
        .clock()
        .get()
        .thenApply(
            now -> {
              // Whoever was asked to listen, and is late to learn the time, misses nothing.
              long since = setup.process().time().nanoTime() - openedAt;
              long begin = now.low() - since;
              from = begin;
              return begin;
            });
  }

  private CompletionStage<Void> hear(long begin) {
    return setup
        .kv()
        .children(folder, Integer.MAX_VALUE)
        .thenCompose(
            names -> {
              List<String> unheard = names.stream().filter(n -> isNew(n, begin)).sorted().toList();
              return setup
                  .kv()
                  .getAll(unheard.stream().map(this::key).toList())
                  .thenAccept(
                      found -> {
                        seen = Set.copyOf(names);
                        tell(unheard, found);
                      });
            });
  }

  private boolean isNew(String name, long begin) {
    return !seen.contains(name) && Word.time(name).orElse(-1L) >= begin;
  }

  private String key(String name) {
    return folder + "/" + name;
  }

  private void tell(List<String> names, Map<String, Val> found) {
    for (byte[] message : messages(names, found)) {
      ears.forEach(ear -> ear.tell(message));
    }
  }

  private List<byte[]> messages(List<String> names, Map<String, Val> found) {
    List<byte[]> messages = new ArrayList<>();
    for (String name : names) {
      Val value = found.get(key(name));
      if (value != null) {
        try {
          messages.add(Word.message(key(name), value.bytes()));
        } catch (CorruptJobException e) {
          LOG.log(Level.WARNING, "passed over: " + e.getMessage());
        }
      }
    }
    return messages;
  }
}
