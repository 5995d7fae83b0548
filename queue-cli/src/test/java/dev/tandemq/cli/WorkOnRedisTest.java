package dev.tandemq.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.cli.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are processes, on a Redis that they share. */
final class WorkOnRedisTest {

  private static final Pattern TERM = Pattern.compile("\"node\":\"(\\w+)\".*\"term\":(\\d+)");
  private static final Map<String, String> QUICK =
      Map.of("TANDEM_ELECTION_TIMEOUT", "2s", "TANDEM_NODE_TTL", "2s");

  @TempDir Path folder = Path.of("");

  private final String url =
      RedisServer.shared().url()
          + "?namespace=cli-"
          + ProcessHandle.current().pid()
          + "-"
          + System.nanoTime();

  @Test
  void ofThreeNodesTheLeaderIsKilledAndNothingIsLost() throws Exception {
    int jobs = 90;
    List<String> lines = IntStream.rangeClosed(1, jobs).mapToObj(String::valueOf).toList();
    Map<String, TandemProcess> nodes = new HashMap<>();
    try {
      for (String name : List.of("ada", "bob", "cleo")) {
        nodes.put(name, work(name, "read n; sleep 0.2; echo $n >> " + folder.resolve("done")));
      }
      Waiting.until(() -> names().size() == nodes.size(), "all have joined");
      Waiting.until(() -> ask("leader", "-o", "json").exitCode() == 0, "one of them leads");
      Matcher leader = leader();
      assertThat(nodes).containsKey(leader.group(1));

      Outcome pushed =
          InProcess.run(
              String.join("\n", lines) + "\n", "push", "-u", url, "-q", "mail", "--lines");
      assertThat(pushed.outLines()).hasSize(jobs);
      Waiting.until(() -> done().size() >= 10, "some are done");
      TandemProcess killed = requireNonNull(nodes.remove(leader.group(1)));
      killed.signal("KILL");
      assertThat(killed.end().exitCode()).isEqualTo(137);

      Waiting.until(() -> stats().contains("\"completed\":" + jobs + ","), "all are done");
      assertThat(stats()).contains("\"size\":0,", "\"failed\":0,");
      assertThat(done()).containsAll(lines);
      Waiting.until(() -> names().size() == 2, "the dead one is off the list");
      Waiting.until(() -> isAfter(leader), "another leads in a later term");
      for (TandemProcess node : nodes.values()) {
        node.signal("TERM");
        assertThat(node.end().exitCode()).isZero();
      }
      assertThat(names()).isEmpty();
      assertThat(ask("leader").exitCode()).isEqualTo(4);
    } finally {
      nodes.values().forEach(TandemProcess::close);
    }
  }

  @Test
  void theSecondOfOneNameIsRefused() throws Exception {
    try (TandemProcess first = work("left", "cat")) {
      Waiting.until(() -> !names().isEmpty(), "the first has joined");

      try (TandemProcess second = work("left", "cat")) {
        Outcome outcome = second.end();
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.err())
            .contains("tandem work: node name \"left\" is taken: a node that started at ");
      }
      first.signal("TERM");
      assertThat(first.end().exitCode()).isZero();
    }
  }

  @Test
  void aServerThatIsNotThereIsExitThree() {
    Outcome outcome =
        InProcess.run("", "work", "-u", "redis://127.0.0.1:1/0", "-q", "mail", "--", "cat");

    assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(3);
    assertThat(outcome.errLines()).hasSize(1);
  }

  // ---- helpers

  private TandemProcess work(String name, String script) throws IOException {
    List<String> command =
        TandemProcess.command(
            "work",
            "-u",
            url,
            "-q",
            "mail",
            "--node-id",
            name,
            "-c",
            "2",
            "--heartbeat",
            "500ms",
            "--",
            "sh",
            "-c",
            script);
    return TandemProcess.start(command, QUICK);
  }

  private Outcome ask(String verb, String... more) {
    List<String> args = new ArrayList<>(List.of(verb, "-u", url));
    args.addAll(List.of(more));
    return InProcess.run("", args.toArray(String[]::new));
  }

  private List<String> names() {
    return ask("nodes", "-o", "jsonl").outLines();
  }

  private String stats() {
    return ask("stats", "-o", "json", "mail").out();
  }

  /** Who leads; found nothing when nobody does. */
  private Matcher leader() {
    Matcher matcher = TERM.matcher(ask("leader", "-o", "json").out());
    boolean unused = matcher.find();
    return matcher;
  }

  private boolean isAfter(Matcher before) {
    Matcher now = leader();
    return now.find(0) && Long.parseLong(now.group(2)) > Long.parseLong(before.group(2));
  }

  private List<String> done() throws IOException {
    Path file = folder.resolve("done");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
