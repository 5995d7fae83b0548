package dev.tandemq.memory;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a hub, one for each name, and the moment at which each is gone. Guarded by the
 * hub's lock; arguments have been checked.
 */
final class MemberList {

  private final TimeSource time;
  private final TreeMap<String, Entry> byName = new TreeMap<>();
  private long lastSession;

  MemberList(TimeSource time) {
    this.time = time;
  }

  Joined join(NodeId node, NodeState state, Duration timeToLive) {
    dropEnded();
    Entry holder = byName.get(node.name());
    if (holder != null && !holder.id.equals(node)) {
      return new Joined.NameTaken(holder.view(time.nanoTime()));
    }
    Instant startedAt = holder == null ? time.now() : holder.startedAt;
    Entry entry = new Entry(node, ++lastSession, startedAt, timeToLive, state, time.nanoTime());
    byName.put(node.name(), entry);
    return new Joined.Admitted(new Member(node, entry.session));
  }

  Renewal renew(Member member, NodeState state) {
    Entry entry = living(member);
    if (entry == null) {
      return Renewal.LOST;
    }
    entry.heard(state, time.nanoTime());
    return Renewal.RENEWED;
  }

  void leave(Member member) {
    Entry entry = living(member);
    if (entry != null) {
      byName.remove(entry.id.name());
    }
  }

  /** Ends a membership before its time. */
  boolean expire(NodeId node) {
    dropEnded();
    Entry entry = byName.get(node.name());
    return entry != null && entry.id.equals(node) && byName.remove(node.name()) != null;
  }

  List<NodeView> nodes() {
    dropEnded();
    long now = time.nanoTime();
    return byName.values().stream().map(entry -> entry.view(now)).toList();
  }

  /** How many entries are kept, those of members that have ended unseen too. */
  int size() {
    return byName.size();
  }

  private @Nullable Entry living(Member member) {
    Entry entry = byName.get(member.id().name());
    return entry != null
            && entry.id.equals(member.id())
            && entry.session == member.session()
            && !entry.hasEnded(time.nanoTime())
        ? entry
        : null;
  }

  private void dropEnded() {
    long now = time.nanoTime();
    byName.values().removeIf(entry -> entry.hasEnded(now));
  }

  /** One membership. */
  private static final class Entry {

    final NodeId id;
    final long session;
    final Instant startedAt;
    private final Duration timeToLive;
    private NodeState state;
    private long heardAt;

    Entry(
        NodeId id,
        long session,
        Instant startedAt,
        Duration timeToLive,
        NodeState state,
        long heardAt) {
      this.id = id;
      this.session = session;
      this.startedAt = startedAt;
      this.timeToLive = timeToLive;
      this.state = state;
      this.heardAt = heardAt;
    }

    void heard(NodeState newState, long now) {
      state = newState;
      heardAt = now;
    }

    boolean hasEnded(long now) {
      return now - heardAt >= timeToLive.toNanos();
    }

    NodeView view(long now) {
      return new NodeView(id, state, startedAt, Duration.ofNanos(now - heardAt), timeToLive);
    }
  }
}
