package dev.tandemq.cli.work;

import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.store.Calls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells people how a node stands with its cluster: that it was taken off the list of members and is
 * on it again; and, where the coordination is elsewhere than the jobs, that it does not answer. No
 * job waits for any of that. For one thread, which it never holds up.
 */
final class NodeWatch {

  private final DistributedQueue node;
  private final Consumer<String> say;
  private final Optional<QueueWatch> coordination;
  private CompletableFuture<?> asked = CompletableFuture.completedFuture("nothing yet");
  private boolean wasMember = true;

  /**
   * A watch of a node that has joined.
   *
   * @param say takes a line for people
   * @param now the moment, in nanoseconds on a monotonic clock
   */
  NodeWatch(DistributedQueue node, boolean isApart, Consumer<String> say, long now) {
    this.node = node;
    this.say = say;
    this.coordination =
        isApart
            ? Optional.of(new QueueWatch("the coordination", false, Optional.empty(), say, now))
            : Optional.empty();
  }

  /** Says what there is to say at that moment. */
  void look(long now) {
    boolean isMember = node.isMember();
    if (isMember != wasMember) {
      wasMember = isMember;
      say.accept(
          isMember
              ? "node " + node.id().name() + " is on the list of nodes again"
              : "node " + node.id().name() + " was taken for dead and joins again");
    }
    coordination.ifPresent(watch -> ask(watch, now));
  }

  private void ask(QueueWatch watch, long now) {
    if (!asked.isDone()) {
      return; // bounded by the node
    }
    if (asked.isCompletedExceptionally()) {
      watch.failed(String.valueOf(Calls.failure(asked).getMessage()), now);
    } else {
      watch.answered(List.of(), now);
    }
    asked = node.leaderAsync().toCompletableFuture();
  }
}
