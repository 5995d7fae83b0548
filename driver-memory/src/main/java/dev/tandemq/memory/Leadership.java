package dev.tandemq.memory;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.TimeSource;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who leads a hub, until when, and the greatest term there ever was. Guarded by the hub's lock;
 * arguments have been checked.
 */
final class Leadership {

  private final TimeSource time;
  private @Nullable Leader newest;
  private long endsAt;
  private long lastTerm;

  Leadership(TimeSource time) {
    this.time = time;
  }

  Leader tryLead(NodeId candidate, Duration timeToLive, long above) {
    Leader holder = holder();
    if (holder != null && !holder.id().equals(candidate)) {
      return holder;
    }
    Leader leader = holder != null && holder.term() > above ? holder : next(candidate, above);
    newest = leader;
    endsAt = time.nanoTime() + timeToLive.toNanos();
    return leader;
  }

  private Leader next(NodeId candidate, long above) {
    lastTerm = Math.max(lastTerm, above) + 1;
    return new Leader(candidate, lastTerm, time.now());
  }

  boolean resign(NodeId leader, long term) {
    Leader holder = holder();
    return holder != null && holder.term() == term && holder.id().equals(leader) && end();
  }

  Optional<Leader> leader() {
    return Optional.ofNullable(holder());
  }

  /** Ends a leadership before its time. */
  boolean expire(NodeId node) {
    Leader holder = holder();
    return holder != null && holder.id().equals(node) && end();
  }

  private boolean end() {
    newest = null;
    return true;
  }

  private @Nullable Leader holder() {
    return newest != null && endsAt - time.nanoTime() > 0 ? newest : null;
  }
}
