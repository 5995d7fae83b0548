package dev.tandemq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What {@code why} tells of those who serve a queue: what the cluster knows, else nothing. */
final class WhyTest {

  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder = Path.of("");

  private String name = "";
  private QueuedJobs queued = new QueuedJobs("why");
  private Cluster cluster = HubDriver.hub("why").connect("test");

  @BeforeEach
  void ownPlaces(TestInfo test) {
    name = "why-" + test.getTestMethod().orElseThrow().getName();
    queued = new QueuedJobs(name);
    cluster.close();
    cluster = HubDriver.hub(name).connect("test");
  }

  @AfterEach
  void leave() {
    cluster.close();
  }

  private void join(String node, NodeState.Phase phase, int running, String... queues) {
    Joined joined =
        QueuedJobs.ask(
            cluster
                .membership()
                .join(
                    new NodeId(node, node + "-1"),
                    new NodeState(phase, 4, running, List.of(queues)),
                    LONG));
    assertThat(joined).isInstanceOf(Joined.Admitted.class);
  }

  private Outcome why(String id) {
    return queued.tandem("why", id, "--cluster", "hub:" + name, "-o", "table");
  }

  private Outcome whyInJson(String id) {
    return queued.tandem("why", id, "--cluster", "hub:" + name, "-o", "json");
  }

  @Test
  void withoutAClusterNothingIsSaidOfWorkers() {
    String id = queued.ready("mail", 1).toString();

    Outcome outcome = queued.tandem("why", id, "-o", "table");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines()).hasSize(2);
    assertThat(outcome.outLines().get(1)).startsWith("- It is the only ready job of its queue");
    assertThat(outcome.out()).doesNotContainIgnoringCase("worker");
  }

  @Test
  void nodesThatServeTheQueueAreNamedWithTheirRoom() {
    String id = queued.ready("mail", 1).toString();
    join("bob", NodeState.Phase.PAUSED, 0, "mail");
    join("ada", NodeState.Phase.ACTIVE, 4, "mail", "news");
    join("cleo", NodeState.Phase.ACTIVE, 0, "news");

    assertThat(why(id).outLines().get(1))
        .isEqualTo(
            "- Queue mail is served by ada (active, runs 4 of 4), bob (paused, runs 0 of 4).");
    assertThat(whyInJson(id).out())
        .contains("\"reasons\":[{\"kind\":\"servedBy\",\"text\":\"Queue mail is served by ada ");
  }

  @Test
  void ofManyNodesTenAreNamed() {
    String id = queued.ready("mail", 1).toString();
    for (int i = 10; i < 22; i++) {
      join("n" + i, NodeState.Phase.ACTIVE, 0, "mail");
    }

    assertThat(why(id).outLines().get(1)).endsWith("n19 (active, runs 0 of 4) and 2 more.");
  }

  @Test
  void thatNobodyServesTheQueueIsTold() {
    String id = queued.delayed("mail", 1).toString();
    String end =
        " queue mail; start a worker for it. One that is no node cannot be seen from here.";

    assertThat(why(id).out()).contains("- There is no node that could serve" + end);
    join("ada", NodeState.Phase.ACTIVE, 0, "news");
    assertThat(why(id).out()).contains("- The only node, ada, does not serve" + end);
    join("bob", NodeState.Phase.ACTIVE, 0);
    assertThat(why(id).out()).contains("- None of the 2 nodes serves" + end);
    assertThat(whyInJson(id).out()).contains("{\"kind\":\"noNode\",");
  }

  @Test
  void aClusterThatDoesNotAnswerKeepsNothingElseFromBeingTold() throws Exception {
    String id = queued.ready("mail", 1).toString();
    var unused = QueuedJobs.ask(queued.store().pause("mail", true));
    Path file = Files.writeString(folder.resolve("cluster"), "hub:unreachable\n");

    Outcome outcome = queued.tandem("why", id, "--cluster", "@" + file, "-o", "table");

    assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
    assertThat(outcome.outLines().get(1))
        .isEqualTo("- Queue mail is paused, for everybody; resume it.");
    assertThat(outcome.outLines().get(2))
        .isEqualTo("- Which nodes serve queue mail cannot be told: nobody answers");
  }

  @Test
  void theClusterIsNotAskedWhereItDoesNotMatter() {
    String id = queued.failed("mail", 1, "x").toString();

    Outcome outcome = queued.tandem("why", id, "--cluster", "hub:unreachable", "-o", "table");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.outLines()).hasSize(2);
    assertThat(outcome.outLines().get(1)).startsWith("- It is set aside");
  }

  @Test
  void whereTheJobsAreIsTheClusterUnlessAnotherIsNamed() {
    String id = QueuedJobs.id(1).toString();
    assertThat(
            InProcess.run("", "push", "-u", "hub:" + name, "-q", "mail", "--id", id, "x")
                .exitCode())
        .isZero();
    join("ada", NodeState.Phase.ACTIVE, 1, "mail");

    assertThat(InProcess.run("", "why", "-u", "hub:" + name, id, "-o", "table").outLines().get(1))
        .isEqualTo("- Queue mail is served by ada (active, runs 1 of 4).");
  }

  @Test
  void whatCannotHoldAClusterIsRefusedThoughItWouldNotBeAsked() {
    String id = queued.failed("mail", 1, "x").toString();

    assertThat(queued.tandem("why", id, "--cluster", "shared:x").exitCode()).isEqualTo(1);
    assertThat(queued.tandem("why", id, "--cluster", "memory:x").exitCode()).isEqualTo(2);
    assertThat(queued.tandem("why", id, "--cluster", "nope:x").exitCode()).isEqualTo(2);
  }
}
