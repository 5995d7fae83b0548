package dev.tandemq.kv.roles;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a namespace on a coordination store: a key for each name. Who has ended is passed
 * over, and swept away after some minutes.
 *
 * <p>Safe for concurrent use.
 */
public final class KvMembership implements Membership {

  private static final String FOLDER = "n";

  /** What an entry takes beside the state. */
  private static final int OTHER_BYTES = 1024;

  private final RoleSetup setup;
  private final Folder<MemberEntry> folder;
  private final RoleCall calls;
  private final Sweeper<MemberEntry> sweeper;

  /** The members of a namespace; closing the connection ends them. */
  public KvMembership(RoleSetup setup) {
    this.setup = setup;
    this.folder = new Folder<>(setup, FOLDER, MemberEntry::read);
    Fence fence = new Fence(setup, FOLDER);
    this.calls = new RoleCall(setup, fence);
    this.sweeper = new Sweeper<>(setup, fence, folder, entry -> new Sweeper.Trace(entry.hold(), 0));
  }

  @Override
  public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
    Objects.requireNonNull(node, "node");
    check(state);
    long nanos = TimeToLive.nanos(timeToLive);
    long session = setup.process().random().nextLong(Long.MAX_VALUE);
    Member member = new Member(node, session);
    return sweeper.after(
        calls.decide(
            "membership.join of " + node,
            folder.key(node.name()),
            facts -> join(facts, member, state, nanos)));
  }

  private Decision<Joined> join(Facts facts, Member member, NodeState state, long nanos) {
    MemberEntry found = living(facts, member.id().name());
    if (found != null && !found.member().id().equals(member.id())) {
      return new Decision.Answer<>(new Joined.NameTaken(found.view(facts.now())));
    }
    MemberEntry entry =
        new MemberEntry(
            member,
            found == null ? setup.wallMillis() : found.startedAt(),
            nanos,
            facts.now().high(),
            state,
            Hold.during(facts.now(), nanos));
    return new Decision.Write<>(facts.write(entry.toBytes()), new Joined.Admitted(member));
  }

  @Override
  public CompletionStage<Renewal> renew(Member member, NodeState state) {
    Objects.requireNonNull(member, "member");
    check(state);
    return sweeper.after(
        decide(
            "renew",
            member,
            (facts, found) ->
                new Decision.Write<>(
                    facts.write(found.renewed(state, facts.now()).toBytes()), Renewal.RENEWED),
            Renewal.LOST));
  }

  @Override
  public CompletionStage<Void> leave(Member member) {
    Objects.requireNonNull(member, "member");
    return sweeper
        .after(
            decide(
                "leave",
                member,
                (facts, found) ->
                    new Decision.Write<>(facts.write(found.ended(facts.now()).toBytes()), true),
                false))
        .thenAccept(held -> {});
  }

  /** What is done with a session that is alive. */
  private interface Deed<T> {
    Decision<T> on(Facts facts, MemberEntry found);
  }

  private <T> CompletionStage<T> decide(String method, Member member, Deed<T> deed, T otherwise) {
    Function<Facts, Decision<T>> judge =
        facts -> {
          MemberEntry found = living(facts, member.id().name());
          return found == null || !found.member().equals(member)
              ? new Decision.Answer<>(otherwise)
              : deed.on(facts, found);
        };
    return calls.decide(
        "membership." + method + " of " + member.id(), folder.key(member.id().name()), judge);
  }

  private static @Nullable MemberEntry living(Facts facts, String name) {
    if (facts.found() == null) {
      return null;
    }
    MemberEntry entry = MemberEntry.read(name, facts.key(), facts.found().bytes());
    return entry.hold().isOver(facts.now()) ? null : entry;
  }

  @Override
  public CompletionStage<List<NodeView>> nodes() {
    return sweeper.after(
        folder.list(
            "membership.nodes",
            (entry, now) ->
                entry.hold().isOver(now) ? Optional.empty() : Optional.of(entry.view(now))));
  }

  private void check(NodeState state) {
    Objects.requireNonNull(state, "state");
    int length = StateText.write(state).getBytes(StandardCharsets.UTF_8).length;
    int limit = setup.kv().limits().maxValueBytes() - OTHER_BYTES;
    if (length > limit) {
      throw new IllegalArgumentException(
          String.format(
              "the state has %d queues and %d bytes; the limit is %d",
              state.queues().size(), length, limit));
    }
  }
}
