package dev.tandemq.sim;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.context.ProcessContext;
import dev.tandemq.handler.JobContext;
import dev.tandemq.history.CheckSettings;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.HistoryRecorder;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** The whole of one world, from its seed to its report. */
final class Trial {

  static final long SECOND = 1_000_000_000L;

  private final long seed;
  private final SimSettings settings;
  private final World world;
  private final Chance chance;
  private final Weather weather;
  private final SimContext director;
  private final SimContext network;
  private final SimContext backendContext;
  private final WorldBackend shared;
  private final Cluster backend;
  private final HistoryLog log;
  private final HistoryRecorder recorder;
  private final Register register = new Register(this);
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<String> queueNames = new ArrayList<>();
  private final Clients clients;
  private final boolean hasLocks;
  private final int busyness;
  private String trouble = "";

  Trial(
      long seed,
      SimSettings settings,
      Function<ProcessContext, WorldBackend> backends,
      Consumer<HistoryEvent> history) {
    this.seed = seed;
    this.settings = settings;
    this.world = new World(this::thrown);
    this.chance = new Chance(seed);
    this.weather = new Weather(chance.split(1));
    this.director = new SimContext(world, chance.split(2), false);
    this.network = new SimContext(world, chance.split(3), false);
    this.backendContext = new SimContext(world, chance.split(4), false);
    this.shared = backends.apply(backendContext);
    this.backend = shared.observer();
    this.busyness = chance.split(10).nextInt(4);
    this.log = new HistoryLog(history, rules());
    this.recorder = new HistoryRecorder(log, network, new NodeId("world", "world"));
    int queues = chance.split(5).nextInt(1, 4);
    for (int i = 0; i < queues; i++) {
      queueNames.add("q" + i);
    }
    for (int i = 0; i < settings.nodes(); i++) {
      nodes.add(new SimNode("node-" + i, chance.split(100 + i)));
    }
    this.hasLocks = chance.split(6).nextBoolean() || weather.has(FaultKind.LOCK_EXPIRED);
    this.clients = new Clients(this, chance.split(7));
    weather.onFirst(this::faultsBegin);
  }

  /** Nothing is judged by free capacity where somebody pauses queues. */
  private CheckSettings rules() {
    return shared.rules().slots(busyness == 0 ? Life.SLOTS : 0).build();
  }

  /** What becomes of single calls is not told one by one; that there is such a thing must be. */
  private void faultsBegin() {
    tell(HistoryEvent.at(world.now(), "world", "", Op.FAULT, Phase.OK).name("first"));
  }

  // ---- what its parts need of each other

  World world() {
    return world;
  }

  Weather weather() {
    return weather;
  }

  WorldBackend shared() {
    return shared;
  }

  /** The backend itself, with no link in between. */
  Cluster backend() {
    return backend;
  }

  SimContext network() {
    return network;
  }

  SimSettings settings() {
    return settings;
  }

  List<String> queueNames() {
    return queueNames;
  }

  List<SimNode> nodes() {
    return nodes;
  }

  Clients clients() {
    return clients;
  }

  Register register() {
    return register;
  }

  boolean hasLocks() {
    return hasLocks;
  }

  /** Writes what a node does into the history; its moment zero is that of the world. */
  HistoryRecorder recorder() {
    return recorder;
  }

  HistoryLog log() {
    return log;
  }

  /** Does something in so many nanoseconds, whatever becomes of any node. */
  void later(long nanos, Runnable step) {
    var unused = director.schedule(Duration.ofNanos(nanos), step);
  }

  /** The answer of the backend itself, which is always there. */
  static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  // ---- the run

  SeedReport run() {
    nodes.forEach(node -> node.start(this));
    clients.begin();
    new Mischief(this, chance.split(8)).begin();
    new Operators(this, chance.split(9), busyness).begin();
    new Spectator(this).begin();
    world.run(settings.time().toNanos(), this::isOver);
    if (!isOver()) {
      new Finale(this).run();
    }
    return report();
  }

  void run(long nanos) {
    world.run(world.now() + nanos, this::isOver);
  }

  /** Whether something was found: there is no need to go on. */
  boolean isOver() {
    return !trouble.isEmpty() || log.checker().violations() > 0;
  }

  private SeedReport report() {
    if (recorder.trouble().isPresent()) {
      trouble("the history broke off: " + SeedReport.stackOf(recorder.trouble().get()));
    }
    List<Verdict> verdicts = log.checker().verdicts();
    for (Verdict verdict : verdicts) {
      if (verdict.violations() > 0) {
        trouble(log.story(verdict));
      }
    }
    Map<String, Long> faults = new LinkedHashMap<>();
    for (FaultKind kind : FaultKind.values()) {
      faults.put(kind.label(), weather.count(kind));
    }
    return new SeedReport(seed, trouble, world.steps(), faults, verdicts);
  }

  // ---- nodes come and go

  void crash(Life life) {
    life.die();
    life.node().ended();
    tell(event(life, Op.CRASH, Phase.OK));
    startLater(life.node(), 300_000_000L + chance.nextLong(20 * SECOND));
  }

  void startLater(SimNode node, long nanos) {
    later(nanos, () -> node.start(this));
  }

  /** Stops a node gracefully, and tells when it is at rest; its process is still there then. */
  void stop(Life life, Duration grace, Runnable afterwards) {
    life.stop(
        grace,
        () -> {
          tell(event(life, Op.STOP, Phase.OK));
          life.node().ended();
          afterwards.run();
        });
  }

  // ---- the history

  void tell(HistoryEvent.Builder event) {
    log.accept(event.build());
  }

  HistoryEvent.Builder event(Life life, Op op, Phase phase) {
    return HistoryEvent.at(world.now(), life.node().name(), life.id().incarnation(), op, phase);
  }

  HistoryEvent.Builder event(Op op) {
    return HistoryEvent.at(world.now(), "store", "", op, Phase.OK);
  }

  /** A fault was brought in. */
  void fault(Life life, String name) {
    tell(event(life, Op.FAULT, Phase.OK).name(name));
  }

  /** A fault was seen to bite. */
  void bit(Life life, FaultKind kind) {
    weather.bit(kind);
    fault(life, kind.label());
  }

  /** Time and threads of the backend. */
  SimContext backendContext() {
    return backendContext;
  }

  /** A fault was seen to bite. */
  void bit(NodeId node, FaultKind kind) {
    weather.bit(kind);
    tell(
        HistoryEvent.at(world.now(), node.name(), node.incarnation(), Op.FAULT, Phase.OK)
            .name(kind.label()));
  }

  void handler(Life life, Op op, JobContext job, String result) {
    tell(
        event(life, op, Phase.OK)
            .job(job.job().id().toString())
            .queue(job.job().queue())
            .token(job.token())
            .attempt(job.attempt())
            .result(result));
  }

  void believes(Life life) {
    OptionalLong term = life.term();
    if (term.isPresent()) {
      tell(event(life, Op.BELIEVE, Phase.OK).term(term.getAsLong()));
    }
  }

  // ---- trouble

  private void thrown(Throwable thrown) {
    trouble("a step threw: " + SeedReport.stackOf(thrown));
  }

  void trouble(String what) {
    if (trouble.isEmpty()) {
      trouble = "seed " + seed + " at " + Duration.ofNanos(world.now()) + ": " + what;
    }
  }
}
