package dev.tandemq.tck.cluster;

import static dev.tandemq.cluster.NodeState.Phase.ACTIVE;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static dev.tandemq.tck.cluster.ClusterProbe.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.NodeView;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Rules N1, N2, N4 and N5: who is a member, whose a name is, and what others see. */
public abstract class MembershipRules extends ClusterChapter {

  @Test
  @Rule("N1")
  void anAdmittedNodeIsAMemberOnEveryConnection() {
    NodeId web = start("web");

    here().join(web, LONG);

    here().expectMembers(web);
    there().expectMembers(web);
    connect().expectMembers(web);
  }

  @Test
  @Rule("N1")
  void nodesOfSeveralConnectionsAreMembersTogether() {
    NodeId web = start("web");
    NodeId batch = start("batch");

    here().join(web, LONG);
    there().join(batch, LONG);

    here().expectMembers(batch, web);
    there().expectMembers(batch, web);
  }

  @Test
  @Rule("N1")
  void eachJoinHasASessionOfItsOwn() {
    NodeId web = start("web");
    Member first = here().join(web, LONG);
    Member other = there().join(start("batch"), LONG);
    Member again = here().join(web, LONG);
    here().leave(again);
    Member later = here().join(start("web"), LONG);

    assertThat(List.of(first, other, again, later))
        .extracting(Member::session)
        .as(story("sessions of four joins"))
        .doesNotHaveDuplicates();
  }

  @Test
  @Rule("N1")
  void aNodeThatWasTakenForDeadJoinsAgain() {
    NodeId web = start("web");
    Member first = here().join(web, step());
    passStep();

    Member second = here().join(web, LONG);

    assertThat(second.session()).as(story("the second session")).isNotEqualTo(first.session());
    there().expectMembers(web);
  }

  @Test
  @Rule("N2")
  void theNameOfALivingNodeIsTaken() {
    NodeId first = start("web");
    here().join(first, LONG);

    expectTaken(there().tryJoin(start("web"), LONG), first);
    expectTaken(here().tryJoin(start("web"), LONG), first);
    here().expectMembers(first);
  }

  private void expectTaken(Joined answer, NodeId holder) {
    assertThat(answer)
        .as(story("the answer to a join under a name that is taken"))
        .isInstanceOfSatisfying(
            Joined.NameTaken.class,
            taken -> assertThat(taken.holder().id()).as(story("the holder")).isEqualTo(holder));
  }

  @Test
  @Rule("N2")
  void aRefusedJoinDoesNotChangeTheHolder() {
    Member holder = here().join(start("web"), LONG);
    NodeView before = here().onlyNode();

    there().tryJoin(start("web"), step());

    NodeView after = here().onlyNode();
    assertThat(List.of(after.id(), after.state(), after.startedAt(), after.timeToLive()))
        .as(story("the holder after a refused join"))
        .isEqualTo(List.of(before.id(), before.state(), before.startedAt(), before.timeToLive()));
    assertThat(here().renew(holder)).as(story("the holder's renewal")).isEqualTo(Renewal.RENEWED);
  }

  @Test
  @Rule("N2")
  void aRefusedJoinDoesNotKeepTheHolderAlive() {
    here().join(start("web"), step());
    pass(half());

    there().tryJoin(start("web"), LONG);

    passStepBegunHalfAgo();
    here().expectMembers();
  }

  @Test
  @Rule("N2")
  void aNameIsTakenUntilItsTimeToLiveEnds() {
    NodeId first = start("web");
    here().join(first, step());

    passAlmostStep();

    expectTaken(there().tryJoin(start("web"), LONG), first);
  }

  @Test
  @Rule("N2")
  void aNameIsFreeAfterItsTimeToLive() {
    Member dead = here().join(start("web"), step());
    passStep();
    NodeId second = start("web");

    there().join(second, LONG);

    assertThat(here().renew(dead)).as(story("the dead node's renewal")).isEqualTo(Renewal.LOST);
    here().expectMembers(second);
  }

  @Test
  @Rule("N2")
  void ofTwoThatJoinUnderOneNameOneIsAdmitted() {
    CompletionStage<Joined> one = here().cluster().membership().join(start("web"), STATE, LONG);
    CompletionStage<Joined> two = there().cluster().membership().join(start("web"), STATE, LONG);

    assertThat(List.of(await(one), await(two)))
        .as(story("the answers to two joins at a time under one name"))
        .haveExactly(
            1,
            new org.assertj.core.api.Condition<>(
                joined -> joined instanceof Joined.Admitted, "admitted"));
    assertThat(here().nodes()).as(story("the members")).hasSize(1);
  }

  @Test
  @Rule("N4")
  void aNodeThatLeftIsNoMemberAndItsNameIsFree() {
    Member web = here().join(start("web"), LONG);
    NodeId batch = start("batch");
    here().join(batch, LONG);

    here().leave(web);

    there().expectMembers(batch);
    NodeId second = start("web");
    there().join(second, LONG);
    here().expectMembers(batch, second);
  }

  @Test
  @Rule("N4")
  void leavingTwiceEndsNothingElse() {
    Member first = here().join(start("web"), LONG);
    here().leave(first);
    NodeId second = start("web");
    there().join(second, LONG);

    here().leave(first);

    here().expectMembers(second);
  }

  @Test
  @Rule("N4")
  void leavingWithAnOldSessionEndsNothing() {
    NodeId web = start("web");
    Member old = here().join(web, LONG);
    Member newer = here().join(web, LONG);

    here().leave(old);

    here().expectMembers(web);
    assertThat(here().renew(newer))
        .as(story("the renewal of the newer session"))
        .isEqualTo(Renewal.RENEWED);
  }

  @Test
  @Rule("N4")
  void leavingAfterTheTimeToLiveDoesNotEndWhoHasTheNameNow() {
    Member dead = here().join(start("web"), step());
    passStep();
    NodeId second = start("web");
    there().join(second, LONG);

    here().leave(dead);

    here().expectMembers(second);
  }

  @Test
  @Rule("N4")
  void aLeaveThatIsRepeatedDoesNotEndWhoJoinedInBetween() {
    Member old = here().join(start("web"), LONG);
    NodeId second = start("web");

    CompletionStage<Void> left = here().cluster().membership().leave(old);
    CompletionStage<Void> again = here().cluster().membership().leave(old);
    CompletionStage<Joined> joined =
        left.thenCompose(ended -> there().cluster().membership().join(second, STATE, LONG));
    var unused = await(again);

    assertThat(await(joined))
        .as(story("the join after a leave"))
        .isInstanceOf(Joined.Admitted.class);
    here().expectMembers(second);
  }

  @Test
  @Rule("N5")
  void nobodyIsThereAtFirst() {
    here().expectMembers();
  }

  @Test
  @Rule("N5")
  void aMemberIsListedUntilItsTimeToLiveEnds() {
    NodeId web = start("web");
    here().join(web, step());

    passAlmostStep();

    there().expectMembers(web);
  }

  @Test
  @Rule("N5")
  void aMemberIsNotListedBeyondItsTimeToLive() {
    here().join(start("short"), step());
    NodeId longer = start("longer");
    here().join(longer, LONG);

    passStep();

    here().expectMembers(longer);
    there().expectMembers(longer);
  }

  @Test
  @Rule("N5")
  void membersAreSortedByName() {
    for (String name : List.of("m", "z.1", "a", "Z", "z-1", "b2", "b10")) {
      here().join(start(name), LONG);
    }

    assertThat(there().members())
        .extracting(NodeId::name)
        .as(story("the names in the order of the list"))
        .containsExactly("Z", "a", "b10", "b2", "m", "z-1", "z.1");
  }

  @Test
  @Rule("N5")
  void theListTellsWhatTheMemberTold() {
    NodeState state = new NodeState(ACTIVE, 7, 2, List.of("mail", "sms", "a"));
    here().join(start("web"), state, LONG);

    NodeView view = there().onlyNode();

    assertThat(view.state()).as(story("its state")).isEqualTo(state);
    assertThat(view.timeToLive()).as(story("its time to live")).isEqualTo(LONG);
  }

  @Test
  @Rule("N5")
  void theListTellsForHowLongAMemberWasSilent() {
    Member web = here().join(start("web"), step().multipliedBy(2));
    pass(half());
    expectSilence(half());

    here().renew(web);

    expectSilence(Duration.ZERO);
  }

  private void expectSilence(Duration expected) {
    assertThat(there().onlyNode().silentFor())
        .as(story("for how long the member is silent"))
        .isBetween(
            expected.isZero() ? expected : expected.minus(precision()),
            expected.plus(precision().multipliedBy(2)));
  }

  @Test
  @Rule("N5")
  void theListTellsWhenAMemberJoinedFirst() {
    NodeId web = start("web");
    Member member = here().join(web, LONG);
    Instant startedAt = here().onlyNode().startedAt();
    pass(step());

    here().renew(member);
    assertThat(there().onlyNode().startedAt())
        .as(story("its start, after a renewal"))
        .isEqualTo(startedAt);
    Member again = here().join(web, LONG);
    assertThat(there().onlyNode().startedAt())
        .as(story("its start, after it joined again"))
        .isEqualTo(startedAt);
    here().leave(again);
    here().join(start("web"), LONG);
    assertThat(there().onlyNode().startedAt())
        .as(story("the start of the next node with its name"))
        .isAfter(startedAt);
  }

  @Test
  @Rule("N5")
  void noJumpOfTheWallClockEndsAMemberOrKeepsIt() {
    NodeId web = start("web");
    here().join(web, step());
    jumpWallClock(Duration.ofDays(2));
    here().expectMembers(web);

    jumpWallClock(Duration.ofDays(-4));
    passStep();

    here().expectMembers();
  }
}
