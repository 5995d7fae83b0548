package dev.tandemq.tck.cluster;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tandemq.cluster.ForwardingMembership;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.Membership;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Clusters that break a rule of membership. */
final class BrokenMemberships {

  private BrokenMemberships() {}

  static List<BrokenCluster> all() {
    return List.of(
        withJoins("does not enter the dead again", Set.of("N1"), NotAgain::new),
        withJoins(
            "gives one session to all joins of a start", Set.of("N1", "N4", "N6"), OneSession::new),
        withJoins("gives a taken name to another start", Set.of("N2"), Ousts::new),
        withJoins(
            "takes the entry of an older start for the node's own", Set.of("N2"), TakesOver::new),
        BrokenCluster.membership(
            "joins by looking, then writing",
            Set.of("N2"),
            context -> membership -> new LooksThenJoins(membership, context)),
        withJoins("keeps a name for the dead", Set.of("N2", "N4", "N6"), KeepsNames::new),
        withJoins("keeps the holder of a name alive", Set.of("N2"), Wakes::new),
        withJoins("renews by the node's name", Set.of("N2", "N6"), RenewsByName::new),
        withJoins("renews any session of a start", Set.of("N6"), RenewsAnySession::new),
        withJoins("says that it renewed, and does not", Set.of("N3", "N5"), RenewsNothing::new),
        withJoins("keeps the first state", Set.of("N3"), KeepsTheFirstState::new),
        withJoins("brings the dead back by their renewal", Set.of("N3"), Revives::new),
        withSteps("renews by looking, then writing", Set.of("N3"), LooksThenRenews::new),
        withJoins("leaves by the node's name", Set.of("N4"), LeavesByName::new),
        withSteps("leaves by looking, then deleting", Set.of("N4"), LooksThenLeaves::new),
        BrokenCluster.membership("shows the dead", Set.of("N5"), context -> ShowsTheDead::new),
        listing("lists in reverse", Set.of("N1", "N4", "N5"), BrokenMemberships::reversed),
        viewing(
            "tells no silence",
            view -> changed(view, view.startedAt(), Duration.ZERO, view.timeToLive())),
        viewing(
            "tells a time to live of its own",
            view -> changed(view, view.startedAt(), view.silentFor(), Duration.ofSeconds(15))),
        viewing(
            "tells the same start of all",
            view -> changed(view, Instant.EPOCH, view.silentFor(), view.timeToLive())));
  }

  /** The newest member of each name, and for how long it holds. */
  private static final class Joins {

    private record Entry(Member member, NodeState state, Duration timeToLive) {}

    private final Map<String, Entry> newest = new ConcurrentHashMap<>();

    private Member newestOf(Member member) {
      Entry entry = newest.get(member.id().name());
      return entry == null ? member : entry.member;
    }
  }

  private static BrokenCluster withJoins(
      String fault, Set<String> breaks, BiFunction<Membership, Joins, Membership> wrap) {
    return BrokenCluster.membership(
        fault,
        breaks,
        context -> {
          Joins joins = new Joins();
          return membership -> wrap.apply(membership, joins);
        });
  }

  private interface InSteps {
    Membership around(Membership target, Joins joins, ManualContext context);
  }

  private static BrokenCluster withSteps(String fault, Set<String> breaks, InSteps wrap) {
    return BrokenCluster.membership(
        fault,
        breaks,
        context -> {
          Joins joins = new Joins();
          return membership -> wrap.around(membership, joins, context);
        });
  }

  private static BrokenCluster listing(
      String fault, Set<String> breaks, UnaryOperator<List<NodeView>> change) {
    return BrokenCluster.membership(
        fault, breaks, context -> membership -> new Lists(membership, change));
  }

  private static BrokenCluster viewing(String fault, UnaryOperator<NodeView> change) {
    return listing(fault, Set.of("N5"), nodes -> nodes.stream().map(change).toList());
  }

  private static NodeView changed(
      NodeView view, Instant startedAt, Duration silentFor, Duration timeToLive) {
    return new NodeView(view.id(), view.state(), startedAt, silentFor, timeToLive);
  }

  private static List<NodeView> reversed(List<NodeView> nodes) {
    List<NodeView> reversed = new ArrayList<>(nodes);
    Collections.reverse(reversed);
    return reversed;
  }

  private static final class Lists extends ForwardingMembership {

    private final UnaryOperator<List<NodeView>> change;

    Lists(Membership target, UnaryOperator<List<NodeView>> change) {
      super(target);
      this.change = change;
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
      return target().nodes().thenApply(change);
    }
  }

  /** Keeps note of what joined. */
  private abstract static class Noting extends ForwardingMembership {

    final Joins joins;

    Noting(Membership target, Joins joins) {
      super(target);
      this.joins = joins;
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      return target()
          .join(node, state, timeToLive)
          .thenApply(joined -> noted(joined, state, timeToLive));
    }

    final Joined noted(Joined joined, NodeState state, Duration timeToLive) {
      if (joined instanceof Joined.Admitted admitted) {
        joins.newest.put(
            admitted.member().id().name(), new Joins.Entry(admitted.member(), state, timeToLive));
      }
      return joined;
    }

    final CompletionStage<Boolean> isListed(NodeId node) {
      return target()
          .nodes()
          .thenApply(nodes -> nodes.stream().anyMatch(view -> view.id().equals(node)));
    }
  }

  /** Takes an incarnation that was a member once for one for ever. */
  private static final class NotAgain extends Noting {

    NotAgain(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      Joins.Entry entry = joins.newest.get(node.name());
      return isListed(node)
          .thenCompose(
              listed ->
                  !listed && entry != null && entry.member.id().equals(node)
                      ? completedFuture(new Joined.Admitted(entry.member))
                      : super.join(node, state, timeToLive));
    }
  }

  private static final class OneSession extends Noting {

    OneSession(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      Joins.Entry entry = joins.newest.get(node.name());
      if (entry == null || !entry.member.id().equals(node)) {
        return super.join(node, state, timeToLive);
      }
      return target()
          .renew(entry.member, state)
          .thenCompose(
              renewed ->
                  renewed == Renewal.RENEWED
                      ? completedFuture(new Joined.Admitted(entry.member))
                      : super.join(node, state, timeToLive));
    }
  }

  private static final class Ousts extends Noting {

    Ousts(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      return super.join(node, state, timeToLive)
          .thenCompose(
              joined ->
                  joined instanceof Joined.Admitted
                      ? completedFuture(joined)
                      : target()
                          .leave(joins.newestOf(new Member(node, 0)))
                          .thenCompose(left -> super.join(node, state, timeToLive)));
    }
  }

  private static final class TakesOver extends Noting {

    TakesOver(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      return super.join(node, state, timeToLive)
          .thenApply(
              joined ->
                  joined instanceof Joined.Admitted
                      ? joined
                      : new Joined.Admitted(
                          new Member(node, joins.newestOf(new Member(node, 0)).session())));
    }
  }

  private static final class LooksThenJoins extends ForwardingMembership {

    private final ManualContext context;

    LooksThenJoins(Membership target, ManualContext context) {
      super(target);
      this.context = context;
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      CompletionStage<Boolean> isFree =
          target()
              .nodes()
              .thenApply(
                  nodes -> nodes.stream().noneMatch(view -> view.id().name().equals(node.name())));
      return Later.call(
          context,
          () ->
              target()
                  .join(node, state, timeToLive)
                  .thenCombine(
                      isFree,
                      (joined, free) ->
                          free ? new Joined.Admitted(memberOf(joined, node)) : joined));
    }

    private static Member memberOf(Joined joined, NodeId node) {
      return joined instanceof Joined.Admitted admitted ? admitted.member() : new Member(node, 0);
    }
  }

  private static final class Wakes extends Noting {

    Wakes(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      return super.join(node, state, timeToLive)
          .thenCompose(
              joined ->
                  joined instanceof Joined.NameTaken taken
                      ? target()
                          .renew(joins.newestOf(new Member(node, 0)), taken.holder().state())
                          .thenApply(renewed -> joined)
                      : completedFuture(joined));
    }
  }

  private static final class RenewsByName extends Noting {

    RenewsByName(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      return target().renew(joins.newestOf(member), state);
    }
  }

  private static final class RenewsAnySession extends Noting {

    RenewsAnySession(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      Member newest = joins.newestOf(member);
      return target().renew(newest.id().equals(member.id()) ? newest : member, state);
    }
  }

  private static final class RenewsNothing extends Noting {

    RenewsNothing(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      return isListed(member.id())
          .thenCompose(
              listed ->
                  listed && joins.newestOf(member).equals(member)
                      ? completedFuture(Renewal.RENEWED)
                      : target().renew(member, state));
    }
  }

  private static final class KeepsTheFirstState extends Noting {

    KeepsTheFirstState(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      Joins.Entry entry = joins.newest.get(member.id().name());
      return target().renew(member, entry == null ? state : entry.state);
    }
  }

  private static final class Revives extends Noting {

    Revives(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      Joins.Entry entry = joins.newest.get(member.id().name());
      return target()
          .renew(member, state)
          .thenCompose(
              renewed ->
                  renewed == Renewal.LOST && entry != null && entry.member.equals(member)
                      ? super.join(member.id(), state, entry.timeToLive)
                          .thenApply(joined -> Renewal.RENEWED)
                      : completedFuture(renewed));
    }
  }

  private static final class LooksThenRenews extends Noting {

    private final ManualContext context;

    LooksThenRenews(Membership target, Joins joins, ManualContext context) {
      super(target, joins);
      this.context = context;
    }

    @Override
    public CompletionStage<Renewal> renew(Member member, NodeState state) {
      return joins.newestOf(member).equals(member)
          ? Later.call(context, () -> write(member, state))
          : target().renew(member, state);
    }

    /** Writes the entry that was read, whoever has its name now. */
    private CompletionStage<Renewal> write(Member member, NodeState state) {
      Member newest = joins.newestOf(member);
      return newest.equals(member)
          ? target().renew(member, state)
          : target()
              .leave(newest)
              .thenCompose(left -> super.join(member.id(), state, Duration.ofHours(1)))
              .thenApply(joined -> Renewal.RENEWED);
    }
  }

  private static final class LeavesByName extends Noting {

    LeavesByName(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Void> leave(Member member) {
      return target().leave(joins.newestOf(member));
    }
  }

  private static final class LooksThenLeaves extends Noting {

    private final ManualContext context;

    LooksThenLeaves(Membership target, Joins joins, ManualContext context) {
      super(target, joins);
      this.context = context;
    }

    @Override
    public CompletionStage<Void> leave(Member member) {
      return joins.newestOf(member).equals(member)
          ? Later.call(context, () -> target().leave(joins.newestOf(member)))
          : target().leave(member);
    }
  }

  /** Shows who has died, as long as somebody lives. */
  private static final class ShowsTheDead extends ForwardingMembership {

    private final Map<String, NodeView> seen = new TreeMap<>();

    ShowsTheDead(Membership target) {
      super(target);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      return target()
          .join(node, state, timeToLive)
          .thenCompose(joined -> nodes().thenApply(nodes -> joined));
    }

    @Override
    public CompletionStage<Void> leave(Member member) {
      seen.remove(member.id().name());
      return target().leave(member);
    }

    @Override
    public CompletionStage<List<NodeView>> nodes() {
      return target().nodes().thenApply(this::withTheDead);
    }

    private List<NodeView> withTheDead(List<NodeView> nodes) {
      nodes.forEach(view -> seen.put(view.id().name(), view));
      return nodes.isEmpty() ? nodes : List.copyOf(seen.values());
    }
  }

  /** Holds a name for who joined last, dead or alive. */
  private static final class KeepsNames extends Noting {

    KeepsNames(Membership target, Joins joins) {
      super(target, joins);
    }

    @Override
    public CompletionStage<Void> leave(Member member) {
      joins.newest.remove(member.id().name());
      return target().leave(member);
    }

    @Override
    public CompletionStage<Joined> join(NodeId node, NodeState state, Duration timeToLive) {
      Joins.Entry held = joins.newest.get(node.name());
      return held == null || held.member.id().equals(node)
          ? super.join(node, state, timeToLive)
          : completedFuture(
              new Joined.NameTaken(
                  new NodeView(
                      held.member.id(),
                      held.state,
                      Instant.EPOCH,
                      held.timeToLive,
                      held.timeToLive)));
    }
  }
}
