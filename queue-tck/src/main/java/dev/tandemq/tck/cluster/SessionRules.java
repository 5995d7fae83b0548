package dev.tandemq.tck.cluster;

import static dev.tandemq.cluster.NodeState.Phase.PAUSED;
import static dev.tandemq.cluster.NodeState.Phase.STOPPING;
import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static dev.tandemq.tck.cluster.ClusterProbe.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.Member;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.cluster.NodeState;
import dev.tandemq.cluster.Renewal;
import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Rules N3 and N6: what a session keeps alive, and what an old one must not. */
public abstract class SessionRules extends ClusterChapter {

  private static final NodeState OTHER = new NodeState(PAUSED, 4, 0, List.of("late"));

  private void expect(Renewal expected, Renewal answer, String of) {
    assertThat(answer).as(story("the renewal of " + of)).isEqualTo(expected);
  }

  @Test
  @Rule("N3")
  void aRenewalRunsTheTimeToLiveAnew() {
    NodeId web = start("web");
    Member member = here().join(web, step());
    for (int i = 0; i < 3; i++) {
      pass(half());
      expect(Renewal.RENEWED, here().renew(member), "a member");
    }

    passAlmostStep();

    there().expectMembers(web);
    passStep();
    there().expectMembers();
  }

  @Test
  @Rule("N3")
  void aRenewalTellsTheState() {
    Member member = here().join(start("web"), LONG);
    for (NodeState state : List.of(OTHER, STATE, new NodeState(STOPPING, 0, 0, List.of()), OTHER)) {
      here().renew(member, state);

      assertThat(there().onlyNode().state())
          .as(story("the state after a renewal"))
          .isEqualTo(state);
    }
  }

  @Test
  @Rule("N3")
  void aRenewalMayBeRepeated() {
    Member member = here().join(start("web"), LONG);

    expect(Renewal.RENEWED, here().renew(member), "a member");
    expect(Renewal.RENEWED, here().renew(member), "a member, again");
  }

  @Test
  @Rule("N3")
  void aRenewalAfterTheTimeToLiveIsLostAndBringsNobodyBack() {
    Member dead = here().join(start("web"), step());
    passStep();

    expect(Renewal.LOST, here().renew(dead), "a dead node");

    here().expectMembers();
  }

  @Test
  @Rule("N3")
  void aRenewalAfterLeavingIsLostAndBringsNobodyBack() {
    Member member = here().join(start("web"), LONG);
    here().leave(member);

    expect(Renewal.LOST, here().renew(member), "a node that left");

    here().expectMembers();
  }

  @Test
  @Rule("N3")
  void aRenewalThatMeetsALeaveDoesNotTakeTheNameBack() {
    Member old = here().join(start("web"), LONG);
    NodeId second = start("web");

    CompletionStage<Void> left = here().cluster().membership().leave(old);
    CompletionStage<Renewal> renewed = here().cluster().membership().renew(old, OTHER);
    CompletionStage<Joined> joined =
        left.thenCompose(ended -> there().cluster().membership().join(second, STATE, LONG));
    var unused = await(renewed);

    assertThat(await(joined))
        .as(story("the join after a leave"))
        .isInstanceOf(Joined.Admitted.class);
    here().expectMembers(second);
    assertThat(here().onlyNode().state()).as(story("its state")).isEqualTo(STATE);
  }

  @Test
  @Rule("N6")
  void whoJoinsAgainHasOneEntryAndItsOldSessionIsLost() {
    NodeId web = start("web");
    Member old = here().join(web, LONG);

    Member newer = here().join(web, OTHER, LONG);

    assertThat(newer.session()).as(story("the newer session")).isNotEqualTo(old.session());
    here().expectMembers(web);
    expect(Renewal.LOST, here().renew(old, STATE), "the old session");
    expect(Renewal.RENEWED, here().renew(newer, OTHER), "the newer session");
  }

  @Test
  @Rule("N6")
  void aLostRenewalDoesNotTellTheState() {
    NodeId web = start("web");
    Member old = here().join(web, LONG);
    here().join(web, OTHER, LONG);

    here().renew(old, STATE);

    assertThat(here().onlyNode().state())
        .as(story("the state after the renewal of the old session"))
        .isEqualTo(OTHER);
  }

  @Test
  @Rule("N6")
  void anOldSessionDoesNotKeepTheNewerOneAlive() {
    NodeId web = start("web");
    Member old = here().join(web, LONG);
    here().join(web, step());
    pass(half());

    here().renew(old);

    passStepBegunHalfAgo();
    here().expectMembers();
  }

  @Test
  @Rule("N6")
  void anOldIncarnationDoesNotKeepTheNextOneAlive() {
    Member old = here().join(start("web"), step());
    passStep();
    there().join(start("web"), step());
    pass(half());

    expect(Renewal.LOST, here().renew(old), "the node that had the name before");

    passStepBegunHalfAgo();
    here().expectMembers();
  }

  @Test
  @Rule("N6")
  void whoJoinsAgainRunsANewTimeToLive() {
    NodeId web = start("web");
    here().join(web, LONG);
    pass(half());

    here().join(web, step());

    passAlmostStep();
    here().expectMembers(web);
    passStep();
    here().expectMembers();
  }

  @Test
  @Rule("N6")
  void theOldTimeToLiveDoesNotEndTheNewerSession() {
    NodeId web = start("web");
    here().join(web, step());
    pass(half());
    Member newer = here().join(web, LONG);

    passStep();

    here().expectMembers(web);
    expect(Renewal.RENEWED, here().renew(newer), "the newer session");
  }
}
