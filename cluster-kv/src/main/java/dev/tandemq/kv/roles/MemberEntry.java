package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.kv.clock.Reading;
import java.time.Duration;
import java.time.Instant;

/**
 * What stands under the name of a node.
 *
 * @param member which start of which node, in which session
 * @param startedAt when it joined first; milliseconds of a wall clock
 * @param timeToLive nanoseconds
 * @param renewedAt when it joined or renewed; nanoseconds of the cluster's time
 * @param state what it told last
 * @param hold for how long it is a member
 */
record MemberEntry(
    Member member, long startedAt, long timeToLive, long renewedAt, NodeState state, Hold hold) {

  /** The same, renewed now. */
  MemberEntry renewed(NodeState newState, Reading now) {
    return new MemberEntry(
        member, startedAt, timeToLive, now.high(), newState, Hold.during(now, timeToLive));
  }

  /** The same, ended now. */
  MemberEntry ended(Reading now) {
    return new MemberEntry(member, startedAt, timeToLive, renewedAt, state, Hold.givenUp(now));
  }

  NodeView view(Reading now) {
    return new NodeView(
        member.id(),
        state,
        Instant.ofEpochMilli(startedAt),
        Duration.ofNanos(Math.max(0, now.high() - renewedAt)),
        Duration.ofNanos(timeToLive));
  }

  byte[] toBytes() {
    TextWriter text =
        new TextWriter()
            .line("incarnation", member.id().incarnation())
            .number("session", member.session())
            .number("started-at", startedAt)
            .number("time-to-live", timeToLive)
            .number("renewed-at", renewedAt)
            .line("state", StateText.write(state));
    hold.write(text);
    return text.toBytes();
  }

  static MemberEntry read(String name, String key, byte[] bytes) {
    return TextReader.read(
        key,
        bytes,
        text ->
            new MemberEntry(
                new Member(new NodeId(name, text.line("incarnation")), text.number("session")),
                text.number("started-at"),
                text.number("time-to-live"),
                text.number("renewed-at"),
                StateText.read(text.line("state")),
                Hold.read(text)));
  }
}
