package dev.tandemq.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.memory.MemoryHub;
import dev.tandemq.store.QueueStats;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes that are nodes of a cluster, each a command line run within this process. */
final class WorkNodeTest {

  @TempDir Path folder = Path.of("");

  private String name = "";
  private String url = "";
  private MemoryHub hub = HubDriver.hub("work");
  private Cluster cluster = hub.connect("test");
  private final InProcess process = new InProcess();

  @BeforeEach
  void ownCluster(TestInfo test) {
    name = "work-" + test.getTestMethod().orElseThrow().getName();
    url = "hub:" + name;
    hub = HubDriver.hub(name);
    cluster.close();
    cluster = hub.connect("test");
  }

  @AfterEach
  void leave() {
    cluster.close();
  }

  // ---- life

  @Test
  void aNodeIsOnTheListAndLeadsUntilItIsStopped() throws Exception {
    CompletableFuture<Outcome> end =
        begin(
            process,
            "-u",
            url,
            "--node-id",
            "left",
            "-c",
            "3",
            "--heartbeat",
            "200ms",
            "--",
            "cat");
    Waiting.until(() -> !nodes().isEmpty() && leader().isPresent(), "it has joined and leads");
    NodeView node = nodes().get(0);
    assertThat(node.id().name()).isEqualTo("left");
    assertThat(node.timeToLive()).isEqualTo(Duration.ofMillis(600));
    assertThat(leader().orElseThrow().id()).isEqualTo(node.id());
    Waiting.until(() -> nodes().get(0).state().slots() == 3, "its worker is told");
    assertThat(nodes().get(0).state().queues()).containsExactly("mail");
    process.signal("TERM");

    Outcome outcome = end.get(30, SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.errLines()).contains("tandem: node left works on mail, 3 at the same time");
    assertThat(nodes()).isEmpty();
    assertThat(leader()).as("it has resigned").isEmpty();
  }

  @Test
  void itDrainsAndCountsAsTheOthersDo() {
    push(url, "a\nb\nc\n");

    Outcome outcome = work("-u", url, "--drain", "--", "sh", "-c", "cat; [ \"$TANDEM_NODE\" ]");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("a", "b", "c");
    assertThat(stats().completed()).isEqualTo(3);
    assertThat(nodes()).isEmpty();
  }

  @Test
  void aJobThatFailedHereIsExitOneAlsoWhenTheNodeHasGone() {
    InProcess.run("x\n", "push", "-u", url, "-q", "mail", "--lines", "--max-attempts", "1");

    assertThat(work("-u", url, "--drain", "--", "false").exitCode()).isEqualTo(1);
  }

  @Test
  void whileItStopsOthersSeeThat() throws Exception {
    push(url, "1\n");
    CompletableFuture<Outcome> end =
        begin(process, "-u", url, "--heartbeat", "50ms", "--", "sh", "-c", gated());
    awaitFile("begun");
    process.signal("TERM");
    Waiting.until(
        () -> nodes().stream().anyMatch(node -> node.state().phase() == NodeState.Phase.STOPPING),
        "it says that it stops");
    assertThat(nodes().get(0).state().running()).isEqualTo(1);
    Files.createFile(folder.resolve("go"));

    assertThat(end.get(30, SECONDS).exitCode()).isZero();
    assertThat(stats().completed()).isEqualTo(1);
    assertThat(nodes()).isEmpty();
  }

  @Test
  void ctrlCTwiceKillsAndEndsAtOnce() throws Exception {
    push(url, "1\n");
    CompletableFuture<Outcome> end = begin(process, "-u", url, "--", "sh", "-c", gated());
    awaitFile("begun");

    process.signal("INT");
    process.signal("INT");

    assertThat(process.exits()).containsExactly(130);
    assertThat(end.get(30, SECONDS).exitCode()).isEqualTo(130);
    assertThat(stats().ready()).isEqualTo(1);
  }

  // ---- names

  @Test
  void theSecondOfOneNameIsRefusedAndToldOfTheFirst() throws Exception {
    CompletableFuture<Outcome> first =
        begin(process, "-u", url, "--node-id", "left", "--heartbeat", "200ms", "--", "cat");
    Waiting.until(() -> !nodes().isEmpty(), "the first has joined");
    String startedAt = nodes().get(0).startedAt().toString();

    Outcome second = work("-u", url, "--node-id", "left", "--heartbeat", "200ms", "--", "cat");

    assertThat(second.exitCode()).as(second.toString()).isEqualTo(1);
    assertThat(second.err())
        .startsWith(
            "tandem work: node name \"left\" is taken: a node that started at " + startedAt);
    assertThat(first).isNotDone();
    process.signal("TERM");
    assertThat(first.get(30, SECONDS).exitCode()).isZero();
  }

  @Test
  void theNameOfADeadStartIsWaitedFor() {
    NodeId dead = new NodeId("left", "dead");
    NodeState state = new NodeState(NodeState.Phase.ACTIVE, 1, 0, List.of());
    assertThat(of(cluster.membership().join(dead, state, Duration.ofMillis(300))))
        .isInstanceOf(Joined.Admitted.class);
    push(url, "x\n");

    Outcome outcome =
        work("-u", url, "--node-id", "left", "--heartbeat", "100ms", "--drain", "--", "cat");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).isEqualTo("x");
  }

  @Test
  void aNodeThatLostItsPlaceSaysSo() throws Exception {
    CompletableFuture<Outcome> end =
        begin(
            process,
            "-u",
            url,
            "--node-id",
            "left",
            "--heartbeat",
            "50ms",
            "--give-up-after",
            "1s", // so it looks often
            "--",
            "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");
    takePlaceOf(nodes().get(0).id());
    Waiting.until(
        () -> process.errors().contains("tandem: node left was taken for dead and joins again"),
        "it says so");
    hub.expire(new NodeId("left", "usurper"));
    Waiting.until(
        () -> process.errors().contains("tandem: node left is on the list of nodes again"),
        "and that it is over");
    process.signal("TERM");

    assertThat(end.get(30, SECONDS).exitCode()).isZero();
  }

  /** Between its end and its next try somebody else comes onto the list. */
  private void takePlaceOf(NodeId node) {
    NodeId usurper = new NodeId(node.name(), "usurper");
    NodeState state = new NodeState(NodeState.Phase.ACTIVE, 1, 0, List.of());
    hub.cut(HubDriver.LINK);
    hub.expire(node);
    assertThat(of(cluster.membership().join(usurper, state, Duration.ofHours(1))))
        .isInstanceOf(Joined.Admitted.class);
    hub.mend(HubDriver.LINK);
  }

  // ---- two places

  @Test
  void theJobsMayBeInOnePlaceAndTheCoordinationInAnother() throws Exception {
    String jobs = "shared:" + name;
    push(jobs, "x\n");
    CompletableFuture<Outcome> end =
        begin(process, "-u", jobs, "--cluster", url, "--node-id", "left", "--", "cat");
    Waiting.until(() -> process.output().equals("x"), "the job was done");
    assertThat(nodes()).extracting(node -> node.id().name()).containsExactly("left");
    Waiting.until(() -> leader().isPresent(), "it leads");
    process.signal("TERM");

    assertThat(end.get(30, SECONDS).exitCode()).isZero();
    assertThat(stats().pushed()).as("nothing was kept where the coordination is").isZero();
    assertThat(nodes()).isEmpty();
  }

  @Test
  void jobsGoOnWhileTheCoordinationIsAwayAndThatIsSaid() throws Exception {
    String jobs = "shared:" + name;
    CompletableFuture<Outcome> end =
        begin(
            process,
            "-u",
            jobs,
            "--cluster",
            url,
            "--heartbeat",
            "50ms",
            "--give-up-after",
            "1s", // so it looks often; that the coordination is away is no reason to end
            "--",
            "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");
    hub.cut(HubDriver.LINK);
    Waiting.until(
        () -> process.errors().contains("tandem: the coordination is lost, trying again"),
        "it says so");
    push(jobs, "x\n");
    Waiting.until(() -> process.output().equals("x"), "the job was done all the same");
    hub.mend(HubDriver.LINK);
    Waiting.until(
        () -> process.errors().contains("tandem: the coordination answers again"), "and its end");
    Waiting.until(() -> nodes().size() == 1, "it is on the list");
    process.signal("TERM");

    Outcome outcome = end.get(30, SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).doesNotContain("the store is lost", "WARNING");
  }

  // ---- trouble

  @Test
  void aBackendThatIsLostForAWhileIsWaitedFor() throws Exception {
    CompletableFuture<Outcome> end =
        begin(process, "-u", url, "--heartbeat", "50ms", "--give-up-after", "1h", "--", "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");
    hub.cut(HubDriver.LINK);
    Waiting.until(() -> process.errors().contains("the store is lost"), "it was noticed");
    hub.mend(HubDriver.LINK);
    Waiting.until(() -> process.errors().contains("the store answers again"), "noticed as well");
    push(url, "x\n");
    Waiting.until(() -> stats().completed() == 1, "the job was done");
    Waiting.until(() -> nodes().size() == 1, "it is on the list again");
    process.signal("TERM");

    assertThat(end.get(30, SECONDS).exitCode()).isZero();
  }

  @Test
  void aBackendThatIsLostForTooLongIsGivenUp() throws Exception {
    CompletableFuture<Outcome> end =
        begin(process, "-u", url, "--heartbeat", "50ms", "--give-up-after", "300ms", "--", "cat");
    Waiting.until(() -> process.errors().contains(" works on mail"), "it began");

    hub.cut(HubDriver.LINK);

    Outcome outcome = end.get(30, SECONDS);
    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(process.exits()).as("without waiting for the backend").containsExactly(3);
    assertThat(outcome.err()).contains("giving up: ").doesNotContain("WARNING");
    hub.mend(HubDriver.LINK);
  }

  @Test
  void oneThatIsNotThereAtTheStartIsExitThree() {
    assertThat(work("-u", "hub:unreachable", "--", "cat").exitCode()).isEqualTo(3);
    assertThat(work("-u", "shared:x", "--cluster", "hub:unreachable", "--", "cat").exitCode())
        .isEqualTo(3);
    hub.cut(HubDriver.LINK);
    assertThat(work("-u", url, "--", "cat").exitCode()).isEqualTo(3);
    hub.mend(HubDriver.LINK);
  }

  @Test
  void aClusterThatCannotBeIsRefusedBeforeAnythingIsDone() {
    Outcome jobsOnly = work("-u", url, "--cluster", "shared:" + name, "--", "cat");
    assertThat(jobsOnly.exitCode()).isEqualTo(1);
    assertThat(jobsOnly.err())
        .startsWith("tandem work: no cluster: \"shared:\" keeps jobs and cannot hold nodes");

    Outcome local = work("-u", url, "--cluster", "memory:", "--", "cat");
    assertThat(local.exitCode()).isEqualTo(2);
    assertThat(work("-u", "memory:shop", "--", "cat").exitCode()).isEqualTo(2);
    assertThat(work("-u", url, "--cluster", "@nowhere", "--", "cat").exitCode()).isEqualTo(2);
  }

  // ---- helpers

  private static <T> T of(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private List<NodeView> nodes() {
    return of(cluster.membership().nodes());
  }

  private Optional<Leader> leader() {
    return of(cluster.election().leader());
  }

  private QueueStats stats() {
    return of(cluster.jobs().stats(List.of("mail"))).get(0);
  }

  private static void push(String url, String lines) {
    Outcome outcome = InProcess.run(lines, "push", "-u", url, "-q", "mail", "--lines");
    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
  }

  private Outcome work(String... args) {
    return InProcess.run("", command(args));
  }

  private static CompletableFuture<Outcome> begin(InProcess process, String... args) {
    return CompletableFuture.supplyAsync(
        () -> process.start(InputStream.nullInputStream(), command(args)),
        task -> new Thread(task, "work-node-test").start());
  }

  private static String[] command(String... args) {
    return Stream.concat(Stream.of("work", "-q", "mail"), Stream.of(args)).toArray(String[]::new);
  }

  private String gated() {
    return "cd "
        + folder
        + "; echo $$ > tmp; mv tmp begun; until [ -e go ]; do sleep 0.02; done; echo done";
  }

  private void awaitFile(String file) {
    Waiting.until(() -> Files.exists(folder.resolve(file)), "there is no " + file);
  }
}
