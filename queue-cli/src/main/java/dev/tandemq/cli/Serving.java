package dev.tandemq.cli;

import dev.tandemq.cli.report.Why;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.error.QueueException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a cluster which of its nodes serve a queue, by what they have told last. */
final class Serving {

  private static final int MOST_NAMED = 10;

  private Serving() {}

  /**
   * Who serves the queue, as a reason why its jobs run or do not. A cluster that does not answer is
   * a reason not to know, and none to fail: the jobs have answered.
   *
   * @return empty where there is no cluster that could tell
   */
  static Optional<Why.Line> of(String queue, Coordination coordination, Connection connection) {
    if (!coordination.isThere(connection)) {
      return Optional.empty();
    }
    try (OpenCluster opened = coordination.open(connection)) {
      return Optional.of(inWords(queue, Answers.of(opened.cluster().membership().nodes())));
    } catch (QueueException e) {
      return Optional.of(
          new Why.Line(
              "nodesUnknown",
              "Which nodes serve queue " + queue + " cannot be told: " + e.getMessage()));
    }
  }

  private static Why.Line inWords(String queue, List<NodeView> nodes) {
    List<NodeView> serving =
        nodes.stream().filter(node -> node.state().queues().contains(queue)).toList();
    if (serving.isEmpty()) {
      String those =
          switch (nodes.size()) {
            case 0 -> "There is no node that could serve queue " + queue;
            case 1 ->
                "The only node, " + nodes.get(0).id().name() + ", does not serve queue " + queue;
            default -> "None of the " + nodes.size() + " nodes serves queue " + queue;
          };
      return new Why.Line(
          "noNode",
          those + "; start a worker for it. One that is no node cannot be seen from here.");
    }
    int more = serving.size() - MOST_NAMED;
    return new Why.Line(
        "servedBy",
        "Queue "
            + queue
            + " is served by "
            + serving.stream()
                .limit(MOST_NAMED)
                .map(Serving::inWords)
                .collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : "")
            + ".");
  }

  private static String inWords(NodeView node) {
    NodeState state = node.state();
    return String.format(
        "%s (%s, runs %d of %d)",
        node.id().name(),
        state.phase().name().toLowerCase(Locale.ROOT),
        state.running(),
        state.slots());
  }
}
