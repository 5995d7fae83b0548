package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.kv.clock.ClusterClock;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.tck.cluster.ClusterFixture;
import dev.tandemq.tck.cluster.ManualClusterFixture;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The roles under the contract, with the time as a cluster really knows it. */
final class RolesOnTheClusterClockTest extends RolesContract {

  private static final Duration TICK = Duration.ofMillis(100);

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    MemoryKv server = new MemoryKv();
    // The time stands still while nobody is connected: one node always is.
    open(context, server);
    return new Ticking(new ManualClusterFixture(context, () -> open(context, server)));
  }

  private static Cluster open(ManualContext context, MemoryKv server) {
    Kv kv = server.connect();
    var unused = kv.makeFolder("tandem/ns");
    ClusterClock clock = new ClusterClock(kv, "tandem/ns/clock", context, TICK);
    clock.start();
    return new TestCluster(new RoleSetup(kv, "tandem/ns", clock::read, context)) {
      @Override
      public void close() {
        clock.close();
        super.close();
      }
    };
  }

  /** A fixture whose time is known within some ticks, from some ticks after the start on. */
  private record Ticking(ClusterFixture exact) implements ClusterFixture {

    private static final Duration TICKS = TICK.multipliedBy(5);

    @Override
    public Cluster open() {
      Cluster opened = exact.open();
      exact.pass(TICKS);
      return opened;
    }

    @Override
    public void pass(Duration time) {
      exact.pass(time);
    }

    @Override
    public Duration precision() {
      return TICKS;
    }

    @Override
    public Duration step() {
      return exact.step();
    }

    @Override
    public Duration goneWithin(Duration timeToLive) {
      return timeToLive.plus(TICKS);
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
