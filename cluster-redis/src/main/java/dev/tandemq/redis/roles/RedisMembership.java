package dev.tandemq.redis.roles;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * The members of a namespace on Redis: each call is one script and one round trip. Who has ended is
 * passed over from then on, and removed by whoever looks next.
 *
 * <p>Safe for concurrent use. Stages complete on a thread of the client library.
 */
public final class RedisMembership implements Membership {

  private static final int VIEW = 6;

  private static final Script JOIN = RoleCall.script("members", "join");
  private static final Script RENEW = RoleCall.script("members", "renew");
  private static final Script LEAVE = RoleCall.script("members", "leave");
  private static final Script NODES = RoleCall.script("members", "nodes");

  private final RoleCall call;

  /** The members of the link's namespace; closing the link ends it. */
  public RedisMembership(RedisLink link) {
    this.call = new RoleCall(link, "members", "members:ends");
  }

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(state, "state");
    long micros = TimeToLive.micros(timeToLive);
    return call.run(
        JOIN,
        answer ->
            answer.size() == 1
                ? new Joined.Admitted(new Member(node, answer.number(0)))
                : new Joined.NameTaken(read(answer)),
        node.name(),
        node.incarnation(),
        micros,
        StateText.write(state));
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(state, "state");
    return call.run(
        RENEW,
        answer -> answer.isDone() ? Renewal.RENEWED : Renewal.LOST,
        member.id().name(),
        member.id().incarnation(),
        member.session(),
        StateText.write(state));
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    Objects.requireNonNull(member, "member");
    return call.run(
            LEAVE, Answer::isDone, member.id().name(), member.id().incarnation(), member.session())
        .thenAccept(held -> {});
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    return call.run(
        NODES,
        answer ->
            answer.records(VIEW, RedisMembership::read).stream()
                .sorted(Comparator.comparing(view -> view.id().name()))
                .toList());
  }

  private static NodeView read(Answer answer) {
    return new NodeView(
        new NodeId(answer.text(0), answer.text(1)),
        StateText.read(answer.text(5)),
        answer.instant(2),
        answer.duration(3),
        answer.duration(4));
  }
}
