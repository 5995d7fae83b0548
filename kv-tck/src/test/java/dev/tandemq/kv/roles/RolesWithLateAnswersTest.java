package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ManualClusterFixture;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The roles under the contract, where calls of several connections meet, in an order that nobody
 * knows, and where the time is known within a second or two.
 */
final class RolesWithLateAnswersTest extends RolesContract {

  private static final Duration BELOW = Duration.ofMillis(1500);
  private static final Duration ABOVE = Duration.ofMillis(700);

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    MemoryKv server = new MemoryKv();
    TestTime time = TestTime.within(context, BELOW, ABOVE);
    return new Blurred(
        new ManualClusterFixture(
            context,
            () ->
                new TestCluster(
                    new RoleSetup(
                        new LateKv(server.connect(), context), "tandem/ns", time, context))));
  }

  /** A fixture whose time is known within bounds. */
  private record Blurred(ClusterFixture exact) implements ClusterFixture {

    @Override
    public Cluster open() {
      return exact.open();
    }

    @Override
    public void pass(Duration time) {
      exact.pass(time);
    }

    @Override
    public Duration precision() {
      return exact.precision();
    }

    @Override
    public Duration step() {
      return exact.step();
    }

    @Override
    public Duration goneWithin(Duration timeToLive) {
      return timeToLive.plus(BELOW).plus(ABOVE);
    }

    @Override
    public Duration hears() {
      return exact.hears();
    }

    @Override
    public Optional<Consumer<Duration>> wallClock() {
      return exact.wallClock();
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
      return exact.await(stage);
    }
  }
}
