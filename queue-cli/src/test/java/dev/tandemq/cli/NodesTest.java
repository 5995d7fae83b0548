package dev.tandemq.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cli.process.Waiting;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of the nodes of a cluster. */
final class NodesTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final NodeId ADA = new NodeId("ada", "a-1");
  private static final NodeId BOB = new NodeId("bob", "b-1");

  @TempDir Path folder = Path.of("");

  private String url = "";
  private Cluster cluster = HubDriver.hub("nodes").connect("test");

  @BeforeEach
  void ownCluster(TestInfo test) {
    String name = "nodes-" + test.getTestMethod().orElseThrow().getName();
    cluster.close();
    cluster = HubDriver.hub(name).connect("test");
    url = "hub:" + name;
  }

  @AfterEach
  void leave() {
    cluster.close();
  }

  private static <T> T of(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Joined join(NodeId node, NodeState.Phase phase, String... queues) {
    return of(cluster.membership().join(node, new NodeState(phase, 4, 1, List.of(queues)), LONG));
  }

  @Test
  void nodesAreToldWithWhoLeads() {
    join(BOB, NodeState.Phase.STOPPING);
    join(ADA, NodeState.Phase.ACTIVE, "mail", "news");
    assertThat(of(cluster.election().tryLead(BOB, LONG, 0)).term()).isEqualTo(1);

    Outcome lines = InProcess.run("", "nodes", "-u", url, "-o", "jsonl");
    assertThat(lines.exitCode()).as(lines.toString()).isZero();
    assertThat(lines.outLines()).hasSize(2);
    assertThat(lines.outLines().get(0))
        .matches(
            "\\{\"name\":\"ada\",\"incarnation\":\"a-1\",\"phase\":\"active\",\"slots\":4,"
                + "\"running\":1,\"queues\":\\[\"mail\",\"news\"\\],\"startedAt\":\"[-0-9T:.]+Z\","
                + "\"silentForMs\":\\d+,\"timeToLiveMs\":3600000,\"leader\":false\\}");
    assertThat(lines.outLines().get(1)).contains("\"phase\":\"stopping\"", "\"leader\":true");
    assertThat(InProcess.run("", "nodes", "-u", url).out()).startsWith("[{\"name\":\"ada\",");

    Outcome table = InProcess.run("", "nodes", "-u", url, "-o", "table");
    assertThat(table.outLines().get(0)).startsWith("name  phase     running  slots  leader");
    assertThat(table.outLines().get(1))
        .matches("ada +active +1 +4 +no +\\d+ +3600000 .*Z  mail,news");
    assertThat(table.outLines().get(2)).matches("bob +stopping +1 +4 +yes .*  -");
  }

  @Test
  void aClusterWithoutNodesHasAnEmptyList() {
    assertThat(InProcess.run("", "nodes", "-u", url, "-o", "json").out()).isEqualTo("[]\n");
    assertThat(InProcess.run("", "locks", "-u", url, "-o", "json").out()).isEqualTo("[]\n");
  }

  @Test
  void theLeaderIsOneObject() {
    assertThat(of(cluster.election().tryLead(ADA, LONG, 6)).term()).isEqualTo(7);

    Outcome leader = InProcess.run("", "leader", "-u", url, "-o", "json");
    assertThat(leader.exitCode()).isZero();
    assertThat(leader.out())
        .matches(
            "\\{\"node\":\"ada\",\"incarnation\":\"a-1\",\"term\":7,\"since\":\"[-0-9T:.]+Z\"\\}\n");
    assertThat(InProcess.run("", "leader", "-u", url, "-o", "table").outLines().get(1))
        .matches("ada +a-1 +7 +[-0-9T:.]+Z");
  }

  @Test
  void withoutALeaderItIsExitFour() {
    Outcome leader = InProcess.run("", "leader", "-u", url, "-o", "json");

    assertThat(leader.exitCode()).isEqualTo(4);
    assertThat(leader.out()).isEmpty();
    assertThat(leader.err()).isEqualTo("tandem leader: no node leads\n");
  }

  @Test
  void locksAreToldWithTheirOwners() {
    assertThat(of(cluster.locks().tryLock("invoices", ADA, LONG))).isPresent();

    Outcome locks = InProcess.run("", "locks", "-u", url, "-o", "jsonl");
    assertThat(locks.exitCode()).isZero();
    assertThat(locks.out())
        .matches(
            "\\{\"name\":\"invoices\",\"owner\":\"ada\",\"incarnation\":\"a-1\",\"token\":1,"
                + "\"remainingMs\":3[56]\\d{5}\\}\n");
    assertThat(InProcess.run("", "locks", "-u", url, "-o", "table").outLines().get(1))
        .matches("invoices +ada +a-1 +1 +3[56]\\d{5}");
  }

  @Test
  void theClusterMayBeElsewhereThanTheJobs() throws Exception {
    join(ADA, NodeState.Phase.ACTIVE);
    Path file = Files.writeString(folder.resolve("cluster"), url + "\n");

    Outcome nodes =
        InProcess.run("", "nodes", "-u", "shared:nodes", "--cluster", "@" + file, "-o", "jsonl");

    assertThat(nodes.exitCode()).as(nodes.toString()).isZero();
    assertThat(nodes.out()).startsWith("{\"name\":\"ada\",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "leader", "locks"})
  void aStoreWithoutAClusterIsExitOne(String verb) {
    String expected =
        "tandem "
            + verb
            + ": no cluster: \"shared:\" keeps jobs and cannot hold nodes together; name one that"
            + " can by --cluster\n";
    Outcome jobsOnly = InProcess.run("", verb, "-u", "shared:nodes");
    assertThat(jobsOnly.exitCode()).isEqualTo(1);
    assertThat(jobsOnly.err()).isEqualTo(expected);

    Outcome named = InProcess.run("", verb, "-u", url, "--cluster", "shared:nodes");
    assertThat(named.exitCode()).isEqualTo(1);
    assertThat(named.err()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, memory:, 2, lives in one process",
    "leader, memory:shop, 2, lives in one process",
    "locks, nosuch:x, 2, no driver for",
    "nodes, hub:x?speed=1, 2, speed",
    "leader, hub:unreachable, 3, nobody answers",
    "locks, hub:unreachable, 3, nobody answers",
    "nodes, hub:unreachable, 3, nobody answers"
  })
  void mistakesAndTroubleHaveTheirExitCodes(String verb, String place, int exitCode, String says) {
    Outcome direct = InProcess.run("", verb, "-u", place);
    assertThat(direct.exitCode()).as(direct.toString()).isEqualTo(exitCode);
    assertThat(direct.err()).contains(says);
    assertThat(direct.errLines()).hasSize(1);

    Outcome apart = InProcess.run("", verb, "-u", "shared:nodes", "--cluster", place);
    assertThat(apart.exitCode()).as(apart.toString()).isEqualTo(exitCode);
  }

  @Test
  void whoLeadsCanBeWatched() throws Exception {
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        begin(process, "leader", "-u", url, "-o", "jsonl", "--watch=100ms");
    Waiting.until(() -> process.output().equals("null\n"), "nobody leads");
    var unused = of(cluster.election().tryLead(ADA, LONG, 0));
    Waiting.until(() -> process.output().contains("\"node\":\"ada\""), "ada leads");
    var resigned = of(cluster.election().resign(ADA, 1));
    Waiting.until(() -> process.output().endsWith("}\nnull\n"), "ada has resigned");
    process.signal("INT");

    assertThat(resigned).isTrue();
    assertThat(end.get(30, SECONDS).exitCode()).isEqualTo(130);
  }

  @Test
  void timesThatRunAreNoChange() throws Exception {
    join(ADA, NodeState.Phase.ACTIVE);
    InProcess process = new InProcess();
    CompletableFuture<Outcome> end =
        begin(process, "nodes", "-u", url, "-o", "jsonl", "--watch=100ms");
    Waiting.until(() -> process.output().contains("ada"), "ada is here");
    // One more look at the least, and at another time.
    HubDriver.hub(url.substring("hub:".length())).cut(HubDriver.LINK);
    Waiting.until(() -> process.errors().contains("trying again"), "it does not answer");
    HubDriver.hub(url.substring("hub:".length())).mend(HubDriver.LINK);
    Waiting.until(() -> process.errors().contains("answers again"), "it answers");
    join(BOB, NodeState.Phase.ACTIVE);
    Waiting.until(() -> process.output().contains("bob"), "bob is here");
    process.signal("INT");

    assertThat(end.get(30, SECONDS).outLines()).as("ada, then both").hasSize(3);
  }

  private static CompletableFuture<Outcome> begin(InProcess process, String... args) {
    return CompletableFuture.supplyAsync(
        () -> process.start(InputStream.nullInputStream(), args),
        task -> new Thread(task, "nodes-test").start());
  }
}
