package dev.tandemq.history;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An event with what it is about: an operation that took place somewhere between two positions of
 * the history. One object, filled anew for each event.
 */
final class Step {

  private @Nullable HistoryEvent event;
  private @Nullable NodeTrack node;
  private long position;
  private @Nullable OpenCall call;
  private @Nullable JobTrack job;
  private @Nullable QueueTrack queue;
  private @Nullable ClaimTrack claim;

  void fill(
      HistoryEvent newEvent,
      NodeTrack newNode,
      long newPosition,
      @Nullable OpenCall newCall,
      @Nullable JobTrack newJob,
      @Nullable QueueTrack newQueue) {
    event = newEvent;
    node = newNode;
    position = newPosition;
    call = newCall;
    job = newJob;
    queue = newQueue;
    claim = newJob == null ? null : newJob.claim(newEvent.token());
  }

  HistoryEvent event() {
    if (event == null) {
      throw new IllegalStateException("no event yet");
    }
    return event;
  }

  NodeTrack node() {
    if (node == null) {
      throw new IllegalStateException("no event yet");
    }
    return node;
  }

  /** Where it stands in the history: the end of the operation's interval. */
  long position() {
    return position;
  }

  /** Where the operation began; its own position for a point. */
  long from() {
    return call == null ? position : call.from;
  }

  /** When the operation began. */
  long fromAt() {
    return call == null ? event().at() : call.fromAt;
  }

  /** Where its beginning was seen; null for a point. */
  @Nullable OpenCall call() {
    return call;
  }

  @Nullable JobTrack job() {
    return job;
  }

  @Nullable QueueTrack queue() {
    return queue;
  }

  /** The claim of its token, when something is known of it already. */
  @Nullable ClaimTrack claim() {
    return claim;
  }

  boolean isOk() {
    return event().phase() == Phase.OK;
  }

  boolean isInvoke() {
    return event().phase() == Phase.INVOKE;
  }

  /** Whether the operation may have been done: it was, or nobody knows. */
  boolean mayBeDone() {
    return event().phase() != Phase.FAIL;
  }

  boolean hasResult(String word) {
    return event().result().equals(word);
  }

  /** One line of an example, written when somebody asks for it. */
  Supplier<String> later() {
    Step copy = new Step();
    copy.event = event;
    copy.node = node;
    copy.call = call;
    return copy::line;
  }

  /** One line of an example. */
  String line() {
    HistoryEvent e = event();
    StringBuilder what = new StringBuilder(e.op().name().toLowerCase(java.util.Locale.ROOT));
    add(what, "", e.arrow());
    add(what, "", e.job());
    if (e.token() != 0) {
      what.append(" token ").append(e.token());
    }
    if (e.attempt() != 0) {
      what.append(" attempt ").append(e.attempt());
    }
    if (e.term() != 0) {
      what.append(" term ").append(e.term());
    }
    add(what, "", e.name());
    if (call != null && e.phase() != Phase.INVOKE) {
      what.append(" (sent at").append(Example.time(fromAt()).replaceAll(" +", " ").stripTrailing());
      what.append(')');
    }
    if (e.phase() != Phase.OK) {
      add(what, "-> ", e.phase().name());
    } else {
      add(what, "-> ", e.result());
    }
    return Example.line(e.at(), node(), what.toString());
  }

  private static void add(StringBuilder to, String before, String word) {
    if (!word.isEmpty()) {
      to.append(' ').append(before).append(word);
    }
  }
}
