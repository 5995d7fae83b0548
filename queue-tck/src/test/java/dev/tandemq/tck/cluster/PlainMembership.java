package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Membership as one map by name under one lock. */
final class PlainMembership implements Membership {

  private record Entry(Member member, NodeState state, Instant startedAt, PlainHold hold) {}

  private final PlainTime time;
  private final Map<String, Entry> entries = new TreeMap<>(); // guarded by this
  private long lastSession; // guarded by this

  PlainMembership(PlainTime time) {
    this.time = time;
  }

  @Override
  public synchronized CompletionStage<Joined> join(
      NodeId node, NodeState state, Duration timeToLive) {
    Entry held = living(node.name());
    if (held != null && !held.member.id().equals(node)) {
      return completedFuture(new Joined.NameTaken(view(held)));
    }
    Member member = new Member(node, ++lastSession);
    Instant startedAt = held == null ? time.wall() : held.startedAt;
    entries.put(node.name(), new Entry(member, state, startedAt, time.hold(timeToLive)));
    return completedFuture(new Joined.Admitted(member));
  }

  @Override
  public synchronized CompletionStage<Renewal> renew(Member member, NodeState state) {
    Entry held = living(member.id().name());
    if (held == null || !held.member.equals(member)) {
      return completedFuture(Renewal.LOST);
    }
    PlainHold anew = time.hold(held.hold.timeToLive());
    entries.put(member.id().name(), new Entry(member, state, held.startedAt, anew));
    return completedFuture(Renewal.RENEWED);
  }

  @Override
  public synchronized CompletionStage<Void> leave(Member member) {
    Entry held = living(member.id().name());
    if (held != null && held.member.equals(member)) {
      entries.remove(member.id().name());
    }
    return completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<List<NodeView>> nodes() {
    entries.values().removeIf(entry -> time.hasEnded(entry.hold));
    return completedFuture(entries.values().stream().map(this::view).toList());
  }

  private @Nullable Entry living(String name) {
    Entry entry = entries.get(name);
    return entry == null || time.hasEnded(entry.hold) ? null : entry;
  }

  private NodeView view(Entry entry) {
    return new NodeView(
        entry.member.id(),
        entry.state,
        entry.startedAt,
        entry.hold.age(time.nanos()),
        entry.hold.timeToLive());
  }
}
