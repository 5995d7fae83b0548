package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The nodes of a cluster, as {@code tandem nodes} shows them. */
public final class NodesView {

  private static final List<String> HEADINGS =
      List.of(
          "name",
          "phase",
          "running",
          "slots",
          "leader",
          "silentForMs",
          "timeToLiveMs",
          "startedAt",
          "queues");

  /**
   * A node.
   *
   * @param node as the others see it
   * @param isLeader whether it leads
   */
  public record Row(NodeView node, boolean isLeader) {

    /** The row of a node, with who leads by the cluster's word. */
    public static Row of(NodeView node, Optional<Leader> leader) {
      return new Row(node, leader.filter(who -> who.id().equals(node.id())).isPresent());
    }

    /** The same without the time that runs. */
    public Row atRest() {
      return new Row(
          new NodeView(node.id(), node.state(), node.startedAt(), Duration.ZERO, node.timeToLive()),
          isLeader);
    }
  }

  private NodesView() {}

  /** A table with one row per node, in the order given. */
  public static String table(List<Row> nodes) {
    return Table.of(HEADINGS, nodes.stream().map(NodesView::cells).toList());
  }

  private static List<String> cells(Row row) {
    NodeView node = row.node();
    NodeState state = node.state();
    return List.of(
        node.id().name(),
        phase(state),
        String.valueOf(state.running()),
        String.valueOf(state.slots()),
        row.isLeader() ? "yes" : "no",
        String.valueOf(node.silentFor().toMillis()),
        String.valueOf(node.timeToLive().toMillis()),
        node.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        state.queues().isEmpty() ? "-" : String.join(",", state.queues()));
  }

  private static String phase(NodeState state) {
    return state.phase().name().toLowerCase(Locale.ROOT);
  }

  /** One node with all that is known of it. */
  public static void write(JsonGenerator json, Row row) throws IOException {
    NodeView node = row.node();
    NodeState state = node.state();
    json.writeStartObject();
    json.writeStringField("name", node.id().name());
    json.writeStringField("incarnation", node.id().incarnation());
    json.writeStringField("phase", phase(state));
    json.writeNumberField("slots", state.slots());
    json.writeNumberField("running", state.running());
    json.writeArrayFieldStart("queues");
    for (String queue : state.queues()) {
      json.writeString(queue);
    }
    json.writeEndArray();
    json.writeStringField("startedAt", node.startedAt().toString());
    json.writeNumberField("silentForMs", node.silentFor().toMillis());
    json.writeNumberField("timeToLiveMs", node.timeToLive().toMillis());
    json.writeBooleanField("leader", row.isLeader());
    json.writeEndObject();
  }
}
