package dev.tandemq.sim.kv;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.fault.FaultPlan;
import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.Side;
import dev.tandemq.kv.KvCluster;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Kv;
import dev.tandemq.kv.port.Op;
import dev.tandemq.kv.port.Val;
import dev.tandemq.kv.tck.FaultyKv;
import dev.tandemq.kv.tck.MemoryKv;
import dev.tandemq.sim.WorldBackend;
import dev.tandemq.tck.driver.PlainJobCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A coordination store in memory that the nodes of a world share. The algorithm runs in the nodes,
 * so that the network with its faults lies beneath it: answers of single transactions are lost, and
 * what was taken for lost arrives late or once more.
 */
final class KvWorld implements WorldBackend {

  private static final String NAMESPACE = "world";
  private static final Duration TICK = Duration.ofMillis(500);
  private static final long LATEST_MILLIS = 20_000;

  private final MemoryKv server = new MemoryKv();
  private final RandomGenerator random;
  private final Kv direct = server.connect();
  private final Cluster observer;

  KvWorld(ProcessContext backend) {
    this.random = backend.random();
    var unused = direct.makeFolder(KvCluster.root(NAMESPACE));
    this.observer =
        KvCluster.withTime(server.connect(), NAMESPACE, this::time, context(backend), TICK);
  }

  private static DriverContext context(ProcessContext process) {
    return new DriverContext(process, new PlainJobCodec());
  }

  /** The observer writes no time: who does, and who goes on, is the nodes' affair. */
  private CompletionStage<Reading> time() {
    String key = KvCluster.clockKey(NAMESPACE);
    Map<String, Val> found = direct.getAll(List.of(key)).toCompletableFuture().join();
    Val value = found.get(key);
    long nanos =
        value == null ? 0 : Long.parseLong(new String(value.bytes(), StandardCharsets.UTF_8));
    return CompletableFuture.completedFuture(new Reading(nanos, nanos + TICK.toNanos() * 2));
  }

  @Override
  public Cluster observer() {
    return observer;
  }

  @Override
  public Capabilities capabilities() {
    return KvCluster.CAPABILITIES;
  }

  @Override
  public Side side() {
    return Side.CALLER;
  }

  @Override
  public Cluster connect(
      String node,
      ProcessContext process,
      FaultPlan plan,
      ProcessContext network,
      UnaryOperator<Cluster> recorded) {
    Kv far = new FaultyKv(server.connect(), plan, network, this::again);
    return recorded.apply(
        KvCluster.over(new BoundedKv(far, process), NAMESPACE, context(process), TICK));
  }

  private Optional<Duration> again() {
    return random.nextInt(2) == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(random.nextLong(LATEST_MILLIS)));
  }

  /** Time stands still while nobody can write it. */
  @Override
  public CheckSettings.Builder rules() {
    return WorldBackend.super.rules().noticedLate(Duration.ofSeconds(30));
  }

  /** It looks at the time as long as it is open. */
  @Override
  public boolean isAtRestWhenUnused() {
    return false;
  }

  @Override
  public boolean expire(NodeId node) {
    String key = KvCluster.root(NAMESPACE) + "/n/" + node.name();
    if (!direct.getAll(List.of(key)).toCompletableFuture().join().containsKey(key)) {
      return false;
    }
    var unused = direct.commit(List.of(new Op.Delete(key)));
    return true;
  }
}
