package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import java.time.Instant;

/**
 * The newest leadership.
 *
 * @param leader who leads or led
 * @param hold for how long
 */
record LeadEntry(Leader leader, Hold hold) {

  byte[] toBytes() {
    TextWriter text =
        new TextWriter()
            .number("term", leader.term())
            .line("node", leader.id().name())
            .line("incarnation", leader.id().incarnation())
            .number("since", leader.since().toEpochMilli());
    hold.write(text);
    return text.toBytes();
  }

  static LeadEntry read(String key, byte[] bytes) {
    return TextReader.read(key, bytes, LeadEntry::read);
  }

  private static LeadEntry read(TextReader text) {
    long term = text.growing("term");
    NodeId id = new NodeId(text.line("node"), text.line("incarnation"));
    Instant since = Instant.ofEpochMilli(text.number("since"));
    return new LeadEntry(new Leader(id, term, since), Hold.read(text));
  }
}
