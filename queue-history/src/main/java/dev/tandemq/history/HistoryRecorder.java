package dev.tandemq.history;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.TimeSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what one start of one node saw: stamps events with its time, its name and numbers of
 * its calls, and hands them to a sink.
 *
 * <p>Safe for concurrent use. The sink is called by one thread at a time, also when several
 * recorders share it by {@link #as}. An exception of the sink never reaches the code that is
 * recorded, whose call was applied all the same: the first one is kept, nothing is written after
 * it, and a run with {@link #trouble} is void.
 */
public final class HistoryRecorder {

  private static final System.Logger LOG = System.getLogger(HistoryRecorder.class.getName());

  /** What all recorders of one history share. */
  private static final class Book {

    final Consumer<HistoryEvent> sink;
    final TimeSource time;
    final long origin;
    @Nullable RuntimeException trouble; // guarded by this

    Book(Consumer<HistoryEvent> sink, TimeSource time, long origin) {
      this.sink = Objects.requireNonNull(sink, "sink");
      this.time = time;
      this.origin = origin;
    }

    synchronized void write(HistoryEvent event) {
      if (trouble != null) {
        return;
      }
      try {
        sink.accept(event);
      } catch (RuntimeException e) {
        trouble = e;
        LOG.log(System.Logger.Level.ERROR, "the history breaks off: its sink failed", e);
      }
    }

    synchronized Optional<RuntimeException> trouble() {
      return Optional.ofNullable(trouble);
    }
  }

  private final Book book;
  private final Supplier<NodeId> node;
  private final AtomicLong calls = new AtomicLong();

  /**
   * Begins a history: now is its moment zero.
   *
   * @param sink takes the events, as a {@link HistoryChecker} or a writer of lines
   * @param time gives the monotonic time of the events
   * @param node whose events these are
   */
  public HistoryRecorder(Consumer<HistoryEvent> sink, TimeSource time, NodeId node) {
    this(sink, time, node, Objects.requireNonNull(time, "time").nanoTime());
  }

  /**
   * Goes on with a history that another process began: all of them must have the same monotonic
   * clock, as the processes of one Linux machine do with {@link System#nanoTime}.
   *
   * @param sink takes the events, as a {@link HistoryChecker} or a writer of lines
   * @param time gives the monotonic time of the events
   * @param node whose events these are
   * @param origin what that clock said at the moment zero of the history
   */
  public HistoryRecorder(Consumer<HistoryEvent> sink, TimeSource time, NodeId node, long origin) {
    this(new Book(sink, Objects.requireNonNull(time, "time"), origin), always(node));
  }

  private HistoryRecorder(Book book, Supplier<NodeId> node) {
    this.book = book;
    this.node = Objects.requireNonNull(node, "node");
  }

  private static Supplier<NodeId> always(NodeId node) {
    Objects.requireNonNull(node, "node");
    return () -> node;
  }

  /** A recorder of another node, or of the next start of one, into the same history. */
  public HistoryRecorder as(NodeId other) {
    return as(always(other));
  }

  /**
   * A recorder of a node that is not known yet: one that is built over what is recorded here. It
   * must be known when the first event is.
   */
  public HistoryRecorder as(Supplier<NodeId> other) {
    return new HistoryRecorder(book, other);
  }

  /** Whose events these are. */
  public NodeId node() {
    return node.get();
  }

  /** Begins an event that happens now; it is written by {@link #write}. */
  public HistoryEvent.Builder event(Op op, Phase phase) {
    long at = book.time.nanoTime() - book.origin;
    NodeId who = node.get();
    return HistoryEvent.at(at, who.name(), who.incarnation(), op, phase);
  }

  /** Hands an event to the sink. */
  public void write(HistoryEvent.Builder event) {
    book.write(event.build());
  }

  /**
   * Takes numbers for calls, from 1.
   *
   * @param count how many in a row, at least 1
   * @return the first
   */
  public long nextCalls(int count) {
    return calls.getAndAdd(count) + 1;
  }

  /** Why the history broke off; empty when it did not. */
  public Optional<RuntimeException> trouble() {
    return book.trouble();
  }
}
