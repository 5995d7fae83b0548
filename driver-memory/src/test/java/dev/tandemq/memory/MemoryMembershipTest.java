package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.ADA_AGAIN;
import static dev.tandemq.memory.HubNodes.BOB;
import static dev.tandemq.memory.HubNodes.IDLE;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is here (N1 to N6). */
class MemoryMembershipTest {

  private static final NodeState BUSY =
      new NodeState(NodeState.Phase.STOPPING, 4, 3, List.of("q", "r"));

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Membership members = hub.connect("one").membership();
  private final Membership others = hub.connect("two").membership();

  private Member join(NodeId node) {
    return ((Joined.Admitted) now(members.join(node, IDLE, TTL))).member();
  }

  @Test
  void aMemberIsSeenByOthersAsItToldItself() {
    Instant joined = context.time().now();
    Member member = join(ADA);
    context.advance(Duration.ofSeconds(4));
    assertThat(now(members.renew(member, BUSY))).isEqualTo(Renewal.RENEWED);
    context.advance(Duration.ofSeconds(1));

    assertThat(now(others.nodes()))
        .containsExactly(new NodeView(ADA, BUSY, joined, Duration.ofSeconds(1), TTL));
  }

  @Test
  void membersAreSortedByName() {
    for (String name : List.of("c", "a", "b", "B", "a1")) {
      join(new NodeId(name, "1"));
    }

    assertThat(now(others.nodes()))
        .extracting(view -> view.id().name())
        .containsExactly("B", "a", "a1", "b", "c");
  }

  @Test
  void aNameIsTakenWhileItsIncarnationLives() {
    Member member = join(ADA);
    context.advance(TTL.minusNanos(1));

    Joined answer = now(others.join(ADA_AGAIN, BUSY, TTL));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Joined.NameTaken.class, taken -> assertThat(taken.holder().id()).isEqualTo(ADA));
    assertThat(now(members.renew(member, IDLE))).isEqualTo(Renewal.RENEWED);
    assertThat(now(members.nodes())).extracting(NodeView::state).containsExactly(IDLE);
  }

  @Test
  void aNameIsFreeWhenItsTimeToLiveHasEnded() {
    Member old = join(ADA);
    context.advance(TTL);

    assertThat(now(others.join(ADA_AGAIN, IDLE, TTL))).isInstanceOf(Joined.Admitted.class);
    assertThat(now(members.renew(old, IDLE))).isEqualTo(Renewal.LOST);
    now(members.leave(old));
    assertThat(now(others.nodes())).extracting(NodeView::id).containsExactly(ADA_AGAIN);
  }

  @Test
  void whoJoinsAgainHasANewSessionAndTheOldOneIsLost() {
    Instant joined = context.time().now();
    Member old = join(ADA);
    context.advance(Duration.ofSeconds(1));
    Member anew = join(ADA);

    assertThat(anew.session()).isNotEqualTo(old.session());
    assertThat(now(members.renew(old, BUSY))).isEqualTo(Renewal.LOST);
    now(members.leave(old));
    assertThat(now(members.nodes()))
        .containsExactly(new NodeView(ADA, IDLE, joined, Duration.ZERO, TTL));
    assertThat(now(members.renew(anew, IDLE))).isEqualTo(Renewal.RENEWED);
  }

  @Test
  void whoHasEndedBeganAnewWhenItJoinsAgain() {
    Member old = join(ADA);
    context.advance(TTL);
    Member anew = join(ADA);

    assertThat(now(members.renew(old, IDLE))).isEqualTo(Renewal.LOST);
    assertThat(now(members.renew(anew, IDLE))).isEqualTo(Renewal.RENEWED);
    assertThat(now(members.nodes()))
        .extracting(NodeView::startedAt)
        .containsExactly(context.time().now());
  }

  @Test
  void aRenewalCountsFromItsOwnMoment() {
    Member member = join(ADA);
    context.advance(TTL.minusNanos(1));
    assertThat(now(members.renew(member, IDLE))).isEqualTo(Renewal.RENEWED);
    context.advance(TTL.minusNanos(1));
    assertThat(now(others.nodes())).hasSize(1);
    context.advance(Duration.ofNanos(1));

    assertThat(now(others.nodes())).isEmpty();
    assertThat(now(members.renew(member, IDLE))).isEqualTo(Renewal.LOST);
    assertThat(now(others.nodes())).isEmpty();
  }

  @Test
  void whoLeavesIsGoneAtOnceAndMayLeaveTwice() {
    Member member = join(ADA);
    join(BOB);
    now(members.leave(member));
    now(members.leave(member));

    assertThat(now(others.nodes())).extracting(NodeView::id).containsExactly(BOB);
    assertThat(now(members.renew(member, IDLE))).isEqualTo(Renewal.LOST);
  }

  @Test
  void neverTwoSessionsAreTheSame() {
    Member ada = join(ADA);
    Member bob = join(BOB);
    now(members.leave(bob));

    assertThat(List.of(ada.session(), bob.session(), join(BOB).session())).doesNotHaveDuplicates();
  }

  @Test
  void theWallClockEndsNobody() {
    Member member = join(ADA);
    context.jumpWallClock(Duration.ofDays(365));
    assertThat(now(members.renew(member, IDLE))).isEqualTo(Renewal.RENEWED);
    context.jumpWallClock(Duration.ofDays(-730));

    assertThat(now(others.nodes())).hasSize(1);
  }

  @Test
  void theListCannotBeChanged() {
    List<NodeView> nodes = now(members.nodes());

    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(nodes::clear);
  }
}
