package dev.tandemq.memory;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What tests of hubs have in common. */
final class HubNodes {

  static final NodeId ADA = new NodeId("ada", "1");
  static final NodeId ADA_AGAIN = new NodeId("ada", "2");
  static final NodeId BOB = new NodeId("bob", "1");
  static final NodeState IDLE = new NodeState(NodeState.Phase.ACTIVE, 4, 0, List.of("q"));
  static final Duration TTL = Duration.ofSeconds(15);

  /** Wants one job of queue q. */
  static final TurnRequest CLAIM =
      new TurnRequest(List.of(), List.of("q"), 1, Duration.ofSeconds(30), "ada");

  private HubNodes() {}

  static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  /** What the stage failed with, which has to be there. */
  static Throwable failure(CompletionStage<?> answer) {
    try {
      Object result = answer.toCompletableFuture().join();
      throw new AssertionError("answered " + result);
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  static Job job(int number) {
    return Job.builder().id(new JobId(1, number)).queue("q").createdAt(Instant.EPOCH).build();
  }
}
