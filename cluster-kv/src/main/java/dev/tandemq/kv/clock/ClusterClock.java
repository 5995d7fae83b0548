package dev.tandemq.kv.clock;

import dev.tandemq.context.Cancellable;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.kv.port.Commit;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The time of a namespace, made of the monotonic clocks of those who are connected to it. One of
 * them writes it down every tick; when nobody did for three ticks, somebody else goes on. It stands
 * still while nobody is connected.
 *
 * <p>No wall clock has a part in it. Nobody knows the time exactly, but everybody knows two bounds,
 * and they are such that nothing ends early: what was to hold for a while from {@link Reading#high}
 * on, and has ended by another's {@link Reading#low}, held for that while at least; and at most
 * some four ticks longer, while the store answers quickly. The reasons stand in {@code
 * docs/adr/0014}.
 *
 * <p>Safe for concurrent use. The first reading may take up to four ticks, later ones are there at
 * once.
 */
public final class ClusterClock implements AutoCloseable {

  /** How many ticks of silence make somebody else go on. */
  private static final int PATIENCE = 3;

  private final Kv kv;
  private final String key;
  private final ProcessContext context;
  private final long tick;
  private final long slack;

  // Guarded by this.
  private @Nullable Tick seen;
  private boolean isMine;
  // From the own monotonic clock to the cluster's time, while it is written here.
  private long offset;
  private boolean isKnown;
  private long lastLookStart;
  private @Nullable Cancellable next;
  private boolean isClosed;
  private final List<CompletableFuture<Reading>> waiting = new ArrayList<>();

  /**
   * The newest tick that was seen.
   *
   * @param notBefore a reading of the own clock before which it was not written
   * @param notAfter one before which it was
   */
  private record Tick(TickValue value, long revision, long notBefore, long notAfter) {}

  /**
   * Begins to look.
   *
   * @param key where the time stands; its folder must be there
   * @param tick how often it is written; more than zero
   */
  public ClusterClock(Kv kv, String key, ProcessContext context, Duration tick) {
    this.kv = Objects.requireNonNull(kv, "kv");
    this.key = Objects.requireNonNull(key, "key");
    this.context = Objects.requireNonNull(context, "context");
    this.tick = tick.toNanos();
    this.slack = this.tick / 2;
  }

  /** Begins to look at the time and, where nobody else does, to write it. To be called once. */
  public void start() {
    look();
  }

  /** The bounds of the time now; at once, but for the first time. */
  public CompletionStage<Reading> read() {
    CompletableFuture<Reading> answer = new CompletableFuture<>();
    synchronized (this) {
      if (isClosed) {
        throw new IllegalStateException("the clock is closed");
      }
      if (!isKnown) {
        waiting.add(answer);
        return answer;
      }
      answer.complete(reading());
    }
    return answer;
  }

  /** Stops looking. Idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      if (next != null) {
        next.cancel();
      }
    }
    fail(new IllegalStateException("the clock is closed"));
  }

  private long now() {
    return context.time().nanoTime();
  }

  /** Only while it is known. */
  private Reading reading() {
    Tick newest = Objects.requireNonNull(seen, "seen");
    long now = now();
    // Whoever writes next writes at least a tick more; what is beyond that may be taken back.
    long low = newest.value().nanos() + Math.min(Math.max(0, now - newest.notAfter()), tick);
    long high = newest.value().nanos() + (now - newest.notBefore()) + slack;
    return new Reading(low, high);
  }

  private void later(long nanos) {
    synchronized (this) {
      if (!isClosed) {
        next = context.schedule(Duration.ofNanos(nanos), this::step);
      }
    }
  }

  private void step() {
    boolean mine;
    synchronized (this) {
      mine = isMine;
    }
    if (mine) {
      write(true);
    } else {
      look();
    }
  }

  // ---- looking

  private void look() {
    long start = now();
    CompletionStage<Map<String, Val>> answer;
    try {
      answer = kv.getAll(List.of(key));
    } catch (IllegalStateException e) {
      // Closed meanwhile.
      return;
    }
    answer.whenComplete(
        (found, error) -> {
          if (error != null) {
            fail(error);
            later(tick);
          } else {
            looked(start, found.get(key));
          }
        });
  }

  private void looked(long start, @Nullable Val found) {
    if (found == null) {
      write(false);
      return;
    }
    TickValue value;
    try {
      value = TickValue.decode(key, found.bytes());
    } catch (QueueUnavailableException e) {
      fail(e);
      later(tick);
      return;
    }
    boolean takesOver;
    synchronized (this) {
      long end = now();
      Tick newest = seen;
      if (newest == null || newest.revision() != found.revision()) {
        // Known from the second tick on: of the first nobody can say how old it is.
        isKnown |= newest != null;
        seen = new Tick(value, found.revision(), lastLookStart, end);
        isMine = false;
        takesOver = false;
      } else {
        takesOver = end - newest.notAfter() >= PATIENCE * tick;
      }
      lastLookStart = start;
    }
    tell();
    if (takesOver) {
      write(false);
    } else {
      later(tick);
    }
  }

  /** Whoever waits for the first reading is told that there is none. */
  private void fail(Throwable error) {
    List<CompletableFuture<Reading>> told;
    synchronized (this) {
      told = List.copyOf(waiting);
      waiting.clear();
    }
    told.forEach(answer -> answer.completeExceptionally(error));
  }

  private void tell() {
    List<CompletableFuture<Reading>> told;
    Reading reading;
    synchronized (this) {
      if (!isKnown || waiting.isEmpty()) {
        return;
      }
      reading = reading();
      told = List.copyOf(waiting);
      waiting.clear();
    }
    told.forEach(answer -> answer.complete(reading));
  }

  // ---- writing

  /**
   * Writes the next tick.
   *
   * @param goesOn whether the last one was the own
   */
  private void write(boolean goesOn) {
    Tick last;
    synchronized (this) {
      last = seen;
    }
    long start = now();
    TickValue value;
    Op op;
    if (last == null) {
      value = new TickValue(0);
      op = new Op.Create(key, value.encode());
    } else {
      // Once it writes, its own clock goes on; what others wrote is as old as it looks.
      long passed = goesOn ? start + offset - last.value().nanos() : start - last.notAfter();
      value = new TickValue(last.value().nanos() + Math.max(tick, passed));
      op = new Op.ReplaceIf(key, value.encode(), last.revision());
    }
    CompletionStage<Commit> answer;
    try {
      answer = kv.commit(List.of(op));
    } catch (IllegalStateException e) {
      // Closed meanwhile.
      return;
    }
    answer.whenComplete(
        (commit, error) -> {
          if (error == null && commit instanceof Commit.Applied applied) {
            wrote(value, applied.revision(key), start, goesOn);
            later(tick);
          } else {
            gaveUp();
            later(error == null ? 0 : tick);
          }
        });
  }

  private void wrote(TickValue value, long revision, long start, boolean goesOn) {
    synchronized (this) {
      long end = now();
      // From the end of the first write on nothing is added to the time, so that however often
      // somebody else goes on the bounds stay apart by one slack and no more.
      if (!goesOn) {
        offset = value.nanos() - end;
      } else if (end - start > slack) {
        // By their difference: readings overflow.
        offset += Math.min(0, value.nanos() - (end - slack) - offset);
      }
      seen = new Tick(value, revision, start, end);
      isMine = true;
      isKnown = true;
      lastLookStart = start;
    }
    tell();
  }

  /** Somebody else writes, or nobody knows: looking tells. */
  private synchronized void gaveUp() {
    isMine = false;
  }
}
