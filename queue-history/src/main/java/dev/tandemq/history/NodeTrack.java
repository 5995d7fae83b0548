package dev.tandemq.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one start of one node. */
final class NodeTrack {

  final String incarnation;
  final String name;
  private final Map<Long, OpenCall> calls = new HashMap<>();

  /** Claims whose handler was called and has not ended. */
  final List<ClaimTrack> running = new ArrayList<>();

  /** Claims that were given to it and that it has not settled, as far as is known. */
  final List<ClaimTrack> holding = new ArrayList<>();

  /** Beginnings and ends of its freezes, in turn. */
  private final List<Long> freezes = new ArrayList<>();

  long diedAt = Ledger.NEVER;
  long stopFrom = Ledger.NEVER;
  long stopFromAt = Ledger.NEVER;
  long stoppedEnd = Ledger.NEVER;
  long stoppedAt = Ledger.NEVER;

  /** When it was first heard of. */
  final long firstAt;

  /** It has claimed, or tried to. */
  boolean isWorker;

  NodeTrack(HistoryEvent first) {
    incarnation = first.incarnation();
    name = first.node();
    firstAt = first.at();
  }

  boolean is(HistoryEvent event) {
    return event.incarnation().equals(incarnation) && event.node().equals(name);
  }

  OpenCall begin(long call, long position, long at) {
    OpenCall open = calls.get(call);
    if (open == null) {
      open = new OpenCall(position, at);
      calls.put(call, open);
    }
    return open;
  }

  @Nullable OpenCall call(long call) {
    return calls.get(call);
  }

  void freeze(long at) {
    if (!isFrozen()) {
      freezes.add(at);
    }
  }

  void thaw(long at) {
    if (isFrozen()) {
      freezes.add(at);
    }
  }

  boolean isFrozen() {
    return freezes.size() % 2 == 1;
  }

  /** For how long it was frozen between two moments. */
  long frozen(long begin, long end) {
    long sum = 0;
    for (int i = 0; i < freezes.size(); i += 2) {
      long until = i + 1 < freezes.size() ? freezes.get(i + 1) : Long.MAX_VALUE;
      sum += Math.max(0, Math.min(end, until) - Math.max(begin, freezes.get(i)));
    }
    return sum;
  }

  @Override
  public String toString() {
    if (name.isEmpty() || name.equals(incarnation)) {
      return incarnation;
    }
    return incarnation.isEmpty() ? name : name + "/" + incarnation;
  }
}
