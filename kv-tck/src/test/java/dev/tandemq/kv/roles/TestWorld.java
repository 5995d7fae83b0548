package dev.tandemq.kv.roles;

import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.time.ManualContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A store in memory, time that is moved by hand, and connections of either sort. */
final class TestWorld {

  static final String ROOT = "tandem/ns";
  static final NodeId ONE = new NodeId("one", "start-1");
  static final NodeId TWO = new NodeId("two", "start-2");
  static final NodeState STATE = new NodeState(NodeState.Phase.ACTIVE, 4, 1, List.of("mail"));
  static final Duration TTL = Duration.ofSeconds(10);

  final ManualContext context;
  final MemoryKv server = new MemoryKv();
  final TestTime time;

  TestWorld() {
    this(7);
  }

  /** A world whose chance comes from the seed. */
  TestWorld(long seed) {
    context = new ManualContext(seed);
    time = TestTime.exact(context);
  }

  RoleSetup setup(Kv kv) {
    return new RoleSetup(kv, ROOT, time, context);
  }

  RoleSetup setup() {
    return setup(server.connect());
  }

  static String key(String path) {
    return ROOT + "/" + path;
  }

  boolean has(String path) {
    return server.dump().containsKey(key(path));
  }

  /** What stands there, as text. */
  String text(String path) {
    byte[] bytes = server.dump().get(key(path));
    return bytes == null ? "(none)" : new String(bytes, StandardCharsets.UTF_8);
  }

  void pass(Duration by) {
    context.advance(by);
  }

  /** The answer of a call, after all that it takes. */
  <T> T await(CompletionStage<T> stage) {
    try {
      return attempt(stage);
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed", e.getCause());
    }
  }

  /** What a call failed with. */
  Throwable failure(CompletionStage<?> stage) {
    try {
      throw new AssertionError("the call was answered: " + attempt(stage));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private <T> T attempt(CompletionStage<T> stage) throws ExecutionException {
    context.runUntilIdle();
    try {
      return stage.toCompletableFuture().get(0, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer, though nothing is left to do", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
