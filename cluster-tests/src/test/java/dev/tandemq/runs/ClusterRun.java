package dev.tandemq.runs;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.HistoryRecorder;
import dev.tandemq.history.HistoryWriter;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.history.RecordingCluster;
import dev.tandemq.history.Side;
import dev.tandemq.queue.Queue;
import dev.tandemq.store.QueueStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One run: nodes that are processes, on one backend, and this process, which pushes, breaks them
 * and writes down that it did. Every process writes a history of its own, all on one clock; at the
 * end they are judged as one. For one thread, but for {@link #queue}.
 */
final class ClusterRun implements AutoCloseable {

  private final Path folder;
  private final String url;
  private final Duration heartbeat;
  private final int slots;
  private final long origin = System.nanoTime();
  private final List<NodeProcess> starts = new ArrayList<>();
  private final ThreadedContext context = new ThreadedContext();
  private final Capabilities capabilities;
  private final HistoryWriter writer;
  private final HistoryRecorder recorder;
  private final Cluster cluster;
  private final Queues queues;

  /**
   * A run without nodes.
   *
   * @param folder for the histories; empty
   * @param heartbeat of the nodes
   * @param slots jobs that a node runs at a time
   */
  ClusterRun(Backend backend, Path folder, Duration heartbeat, int slots) throws IOException {
    this.folder = folder;
    this.heartbeat = heartbeat;
    this.slots = slots;
    this.url = backend.url("runs-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    this.writer = new HistoryWriter(Files.newOutputStream(folder.resolve("test.jsonl")));
    this.recorder = new HistoryRecorder(writer, context.time(), new NodeId("test", "test"), origin);
    QueueUrl where = QueueUrl.parse(url);
    ClusterDriver driver = (ClusterDriver) Drivers.installed().choose(where);
    this.capabilities = driver.capabilities();
    Cluster served = driver.openCluster(where, new DriverContext(context, new JacksonJobCodec()));
    this.cluster = new RecordingCluster(served, recorder, Side.CALLER);
    this.queues = Queues.over(context, cluster.jobs(), capabilities);
  }

  // ---- what the test does

  /** Starts a node, or starts it again; returns while it is on its way. */
  NodeProcess start(String name) {
    Path history = folder.resolve(name + "-" + starts.size() + ".jsonl");
    NodeProcess node =
        NodeProcess.start(new NodeOptions(url, name, history, origin, heartbeat, slots));
    starts.add(node);
    return node;
  }

  /** Starts nodes and waits until all of them are at work. */
  List<NodeProcess> startAll(String... names) {
    List<NodeProcess> nodes = new ArrayList<>();
    for (String name : names) {
      nodes.add(start(name));
    }
    nodes.forEach(node -> node.await(NodeProgram.AT_WORK));
    return nodes;
  }

  /** The queue of the run; what is pushed here is written down. */
  Queue queue() {
    return queues.queue(NodeProgram.QUEUE);
  }

  QueueStats stats() {
    return queue().stats();
  }

  /** Who is a member. */
  List<NodeView> members() {
    return now(cluster.membership().nodes());
  }

  /** Ends a node as {@code kill -9} does. */
  void kill(NodeProcess node) {
    write(about(node, Op.FAULT).name(RunFacts.KILL));
    node.kill();
    write(about(node, Op.CRASH));
  }

  /** Lets a node stand still, where it is. */
  void freeze(NodeProcess node) {
    String incarnation = node.incarnation();
    node.freeze();
    write(about(node, incarnation, Op.FAULT).name(RunFacts.FREEZE));
  }

  /** Lets a frozen node go on. */
  void thaw(NodeProcess node) {
    write(about(node, Op.FAULT).name(RunFacts.THAW));
    node.thaw();
  }

  private HistoryEvent.Builder about(NodeProcess node, Op op) {
    return about(node, node.incarnation(), op);
  }

  private HistoryEvent.Builder about(NodeProcess node, String incarnation, Op op) {
    return recorder.as(new NodeId(node.name(), incarnation)).event(op, Phase.OK);
  }

  private void write(HistoryEvent.Builder event) {
    recorder.write(event);
  }

  /** From here on nothing is broken any more. */
  void heal() {
    write(recorder.event(Op.HEAL, Phase.OK));
  }

  /** Waits until no job is left that has something to do. */
  void drain(Duration bound) {
    Waiting.until(() -> stats().size() == 0, bound, () -> "an empty queue: " + stats() + starts);
  }

  // ---- the end

  /** Stops the nodes that live, in good order, writes down what is left, and judges all of it. */
  RunReport end() throws IOException {
    List<NodeProcess> living = starts.stream().filter(NodeProcess::isAlive).toList();
    living.forEach(node -> node.tell(NodeProgram.STOP));
    for (NodeProcess node : living) {
      if (node.end() != 0) {
        throw new AssertionError("did not end well: " + node);
      }
    }
    QueueStats stats = stats();
    new Leftovers(recorder, cluster.jobs()).write(stats);
    if (recorder.trouble().isPresent()) {
      throw recorder.trouble().get();
    }
    writer.flush();
    List<Path> files = new ArrayList<>(List.of(folder.resolve("test.jsonl")));
    starts.forEach(node -> files.add(node.options().history()));
    return RunReport.of(files, RunReport.settings(heartbeat, capabilities), stats);
  }

  /** Nanoseconds since the run began, as in its history. */
  long now() {
    return System.nanoTime() - origin;
  }

  /** The answer, which a healthy backend gives at once. */
  static <T> T now(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Ends what is left of it; the histories stay. */
  @Override
  public void close() {
    starts.forEach(NodeProcess::close);
    queues.close();
    cluster.close();
    context.close();
    writer.close();
  }
}
