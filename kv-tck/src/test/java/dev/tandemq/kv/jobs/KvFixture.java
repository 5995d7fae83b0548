package dev.tandemq.kv.jobs;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.kv.clock.ClusterClock;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.store.StoreFixture;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Stores over a coordination store in memory, on a manual clock: nothing waits. */
final class KvFixture implements StoreFixture {

  static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(
              Capability.PRIORITY,
              Capability.FIFO,
              Capability.UNIQUE_KEY,
              Capability.LIST,
              Capability.DURABLE),
          1 << 20,
          256);

  private static final Duration TICK = Duration.ofMillis(100);
  private static final String ROOT = "tandem/test";

  private final ManualContext context = new ManualContext(1);

  @Override
  public JobStore open() {
    Kv kv = new MemoryKv().connect();
    await(kv.makeFolder(ROOT));
    ClusterClock clock = new ClusterClock(kv, ROOT + "/clock", context, TICK);
    clock.start();
    JobStore store =
        new KvJobStore(
            kv,
            ROOT,
            clock::read,
            new DriverContext(context, new PlainJobCodec()),
            CAPABILITIES,
            TICK.multipliedBy(2));
    return new ForwardingJobStore(store) {
      @Override
      public void close() {
        super.close();
        clock.close();
        kv.close();
      }
    };
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void pass(Duration time) {
    synchronized (context) {
      context.advance(time);
    }
  }

  /** As late as the bounds of the cluster's time are apart, and a look later. */
  @Override
  public Duration precision() {
    return TICK.multipliedBy(8);
  }

  @Override
  public boolean remembersSettled() {
    return true;
  }

  @Override
  public Optional<Consumer<Duration>> wallClock() {
    return Optional.of(context::jumpWallClock);
  }

  @Override
  public <T> T await(CompletionStage<T> stage) {
    if (!stage.toCompletableFuture().isDone()) {
      synchronized (context) {
        context.runUntilIdle();
      }
    }
    return StoreFixture.super.await(stage);
  }
}
