package dev.tandemq.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cluster.Leader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Who leads a cluster, as {@code tandem leader} shows it. */
public final class LeaderView {

  private static final List<String> HEADINGS = List.of("node", "incarnation", "term", "since");

  private LeaderView() {}

  /** A table with one row, or with none when nobody leads. */
  public static String table(Optional<Leader> leader) {
    return Table.of(
        HEADINGS,
        leader.stream()
            .map(
                who ->
                    List.of(
                        who.id().name(),
                        who.id().incarnation(),
                        String.valueOf(who.term()),
                        who.since().toString()))
            .toList());
  }

  /** One object, or null when nobody leads. */
  public static void write(JsonGenerator json, Optional<Leader> leader) throws IOException {
    if (leader.isEmpty()) {
      json.writeNull();
      return;
    }
    Leader who = leader.get();
    json.writeStartObject();
    json.writeStringField("node", who.id().name());
    json.writeStringField("incarnation", who.id().incarnation());
    json.writeNumberField("term", who.term());
    json.writeStringField("since", who.since().toString());
    json.writeEndObject();
  }
}
