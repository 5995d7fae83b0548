package dev.tandemq.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.cluster.DistributedQueue;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.history.HistoryEvent;
import dev.tandemq.history.HistoryRecorder;
import dev.tandemq.history.HistoryWriter;
import dev.tandemq.history.Op;
import dev.tandemq.history.Phase;
import dev.tandemq.history.RecordingCluster;
import dev.tandemq.history.RecordingMiddleware;
import dev.tandemq.history.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A node that is a process of its own: works on one queue, writes down what it sees, and says on
 * its standard output what the test that started it waits for. Told by its standard input; when
 * that ends, so does the process, at once.
 */
final class NodeProgram {

  /** The queue of all runs. */
  static final String QUEUE = "jobs";

  // What it says.
  static final String IS = "is ";
  static final String AT_WORK = "at work";
  static final String ELECTED = "elected ";
  static final String DEPOSED = "deposed ";
  static final String HOLDS = "holds a sweep of term ";

  // What it is told.
  static final String HOLD = "hold";
  static final String RELEASE = "release";
  static final String STOP = "stop";

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int ORPHANED = 3;

  private final ThreadedContext context = new ThreadedContext();
  private final CompletableFuture<NodeId> self = new CompletableFuture<>();
  private final NodeOptions options;
  private final HistoryWriter writer;
  private final HistoryRecorder recorder;
  private final Cluster served;
  private final HeldSweeps jobs;
  private final DistributedQueue node;

  private NodeProgram(NodeOptions options) throws IOException {
    this.options = options;
    writer = new HistoryWriter(Files.newOutputStream(options.history()));
    recorder =
        new HistoryRecorder(
                this::keep, context.time(), new NodeId(options.name(), "new"), options.origin())
            .as(self::join);
    QueueUrl url = QueueUrl.parse(options.url());
    ClusterDriver driver = (ClusterDriver) Drivers.installed().choose(url);
    served = driver.openCluster(url, new DriverContext(context, new JacksonJobCodec()));
    Cluster recorded = new RecordingCluster(served, recorder, Side.CALLER);
    jobs = new HeldSweeps(recorded.jobs(), term -> say(HOLDS + term));
    node =
        DistributedQueue.over(context, recorded, jobs, driver.capabilities())
            .nodeName(options.name())
            .heartbeat(options.heartbeat())
            .electionTimeout(options.timeToLive())
            .maxConcurrency(options.slots())
            .build();
    self.complete(node.id());
  }

  /** One line, in the hands of the system before what it tells of goes on. */
  private void keep(HistoryEvent event) {
    writer.accept(event);
    writer.flush();
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }

  /** Runs one node until it is told to stop. */
  public static void main(String[] args) throws IOException {
    NodeProgram program = new NodeProgram(NodeOptions.of(args));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          thrown.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    new Thread(program::obey, "told").start();
    program.begin();
  }

  private void begin() {
    say(IS + node.id().incarnation());
    node.onElected(term -> say(ELECTED + term));
    node.onDeposed(term -> say(DEPOSED + term));
    believe();
    node.start();
    node.worker(QUEUE)
        .slots(options.slots())
        .use(new RecordingMiddleware(recorder))
        .start(new Work());
    say(AT_WORK);
  }

  /** Writes down again and again what the node believes of its leadership. */
  private void believe() {
    long call = recorder.nextCalls(1);
    HistoryEvent.Builder begun = recorder.event(Op.BELIEVE, Phase.INVOKE).call(call);
    OptionalLong term = node.term();
    if (term.isPresent()) {
      recorder.write(begun.term(term.getAsLong()));
      recorder.write(recorder.event(Op.BELIEVE, Phase.OK).call(call).term(term.getAsLong()));
    }
    var unused = context.schedule(LOOK_EVERY, this::believe);
  }

  private void obey() {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line) {
          case HOLD -> jobs.hold();
          case RELEASE -> jobs.release();
          case STOP -> {
            stop();
            return;
          }
          default -> throw new IllegalArgumentException("told " + line);
        }
      }
    } catch (IOException e) {
      // Nobody is there any more.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }

  private void stop() {
    recorder.write(recorder.event(Op.STOP, Phase.INVOKE));
    node.close();
    recorder.write(recorder.event(Op.STOP, Phase.OK));
    context.close();
    served.close();
    if (recorder.trouble().isPresent()) {
      throw recorder.trouble().get();
    }
    writer.close();
    // The process ends by itself: nothing that was opened keeps a thread.
  }
}
