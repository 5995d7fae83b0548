package dev.tandemq.redis.roles;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests of the roles have in common. */
final class RolesNodes {

  static final NodeId ADA = new NodeId("ada", "1");
  static final NodeId ADA_AGAIN = new NodeId("ada", "2");
  static final NodeId BOB = new NodeId("bob", "1");
  static final NodeState IDLE = new NodeState(NodeState.Phase.ACTIVE, 4, 0, List.of("q"));

  private RolesNodes() {}

  /** The answer, which has to come within ten seconds. */
  static <T> T now(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
