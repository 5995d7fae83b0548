package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.rule.Rule;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Rules G1, G2, G5 and G6: who leads, for how long, and how it ends. */
public abstract class ElectionRules extends ClusterChapter {

  @Test
  @Rule("G1")
  void theFirstWhoTriesLeads() {
    NodeId one = start("one");

    Leader leader = here().lead(one, LONG);

    assertThat(leader.id()).as(story("who leads")).isEqualTo(one);
    assertThat(leader.term()).as(story("the first term")).isPositive();
  }

  @Test
  @Rule("G1")
  void allConnectionsKnowTheSameLeader() {
    Leader leader = here().mustLead(start("one"), LONG);

    assertThat(there().lead(start("two"), LONG))
        .as(story("who leads, by the answer to another candidate"))
        .isEqualTo(leader);
    assertThat(here().lead(start("three"), LONG))
        .as(story("who leads, by the answer to one more on the leader's connection"))
        .isEqualTo(leader);
  }

  @Test
  @Rule("G1")
  void twoStartsOfOneNodeAreTwoCandidates() {
    Leader leader = here().mustLead(start("one"), LONG);

    assertThat(there().lead(start("one"), LONG))
        .as(story("who leads, by the answer to another start of the leader's node"))
        .isEqualTo(leader);
  }

  @Test
  @Rule("G1")
  void ofTwoWhoTryAtATimeOneLeads() {
    CompletionStage<Leader> one = here().cluster().election().tryLead(start("one"), LONG, 0);
    CompletionStage<Leader> two = there().cluster().election().tryLead(start("two"), LONG, 0);

    assertThat(await(two)).as(story("the answer to the second")).isEqualTo(await(one));
    assertThat(here().leader()).as(story("who leads")).contains(await(one));
  }

  @Test
  @Rule("G1")
  void anotherLeadsWhenTheTimeToLiveHasEnded() {
    here().mustLead(start("one"), step());
    NodeId two = start("two");

    passStep();

    assertThat(there().lead(two, LONG).id()).as(story("who leads")).isEqualTo(two);
  }

  @Test
  @Rule("G2")
  void theLeaderGoesOnInItsTerm() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, LONG);
    pass(half());

    assertThat(here().lead(one, LONG)).as(story("the answer to the leader")).isEqualTo(first);
    assertThat(there().leader()).as(story("who leads")).contains(first);
  }

  @Test
  @Rule("G2")
  void theLeadersTimeToLiveRunsAnew() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, step());
    for (int i = 0; i < 3; i++) {
      pass(half());
      assertThat(here().lead(one, step())).as(story("the answer to the leader")).isEqualTo(first);
    }

    passAlmostStep();
    assertThat(there().lead(start("two"), LONG))
        .as(story("who leads within the time to live"))
        .isEqualTo(first);
    passStep();
    assertThat(there().leader()).as(story("who leads after the time to live")).isEmpty();
  }

  @Test
  @Rule("G2")
  void theNewTimeToLiveCounts() {
    NodeId one = start("one");
    here().mustLead(one, LONG);

    here().lead(one, step());

    passStep();
    assertThat(there().leader()).as(story("who leads after the new time to live")).isEmpty();
  }

  @Test
  @Rule("G2")
  void aTryInVainDoesNotKeepTheLeader() {
    here().mustLead(start("one"), step());
    pass(half());

    there().lead(start("two"), LONG);

    passStepBegunHalfAgo();
    assertThat(here().leader()).as(story("who leads after the leader's time")).isEmpty();
  }

  @Test
  @Rule("G2")
  void aTryOfAnotherStartOfTheLeadersNodeDoesNotKeepTheLeader() {
    here().mustLead(start("one"), step());
    pass(half());

    there().lead(start("one"), LONG);

    passStepBegunHalfAgo();
    assertThat(here().leader()).as(story("who leads after the leader's time")).isEmpty();
  }

  @Test
  @Rule("G2")
  void aTryInVainDoesNotShortenTheLeadersTime() {
    Leader leader = here().mustLead(start("one"), LONG);

    there().lead(start("two"), step());

    passStep();
    assertThat(here().leader()).as(story("who leads")).contains(leader);
  }

  @Test
  @Rule("G5")
  void whoResignsLeadsNoMoreAndTheNextNeedNotWait() {
    Leader first = here().mustLead(start("one"), LONG);

    assertThat(here().resign(first.id(), first.term())).as(story("the resignation")).isTrue();

    assertThat(there().leader()).as(story("who leads then")).isEmpty();
    there().mustLead(start("two"), LONG);
  }

  @Test
  @Rule("G5")
  void resigningTwiceEndsNothingElse() {
    Leader first = here().mustLead(start("one"), LONG);
    here().resign(first.id(), first.term());
    Leader second = there().mustLead(start("two"), LONG);

    assertThat(here().resign(first.id(), first.term()))
        .as(story("the second resignation"))
        .isFalse();

    assertThat(here().leader()).as(story("who leads")).contains(second);
  }

  @Test
  @Rule("G5")
  void resigningFromAnOldTermEndsNothing() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, step());
    passStep();
    Leader second = here().mustLead(one, LONG);

    assertThat(here().resign(one, first.term()))
        .as(story("the resignation from the old term"))
        .isFalse();

    assertThat(here().leader()).as(story("who leads")).contains(second);
  }

  @Test
  @Rule("G5")
  void nobodyResignsForAnother() {
    Leader leader = here().mustLead(start("one"), LONG);

    assertThat(there().resign(start("two"), leader.term()))
        .as(story("the resignation of another node in the leader's term"))
        .isFalse();
    assertThat(there().resign(start("one"), leader.term()))
        .as(story("the resignation of another start of the leader's node"))
        .isFalse();
    assertThat(there().resign(leader.id(), leader.term() + 1))
        .as(story("the resignation from a term to come"))
        .isFalse();

    assertThat(here().leader()).as(story("who leads")).contains(leader);
  }

  @Test
  @Rule("G5")
  void resigningAfterTheTimeToLiveSaysThatItHadEnded() {
    Leader leader = here().mustLead(start("one"), step());
    passStep();

    assertThat(here().resign(leader.id(), leader.term()))
        .as(story("the resignation after the time to live"))
        .isFalse();
  }

  @Test
  @Rule("G5")
  void aResignationThatIsRepeatedDoesNotEndWhoLedInBetween() {
    Leader first = here().mustLead(start("one"), LONG);
    NodeId two = start("two");

    CompletionStage<Boolean> resigned =
        here().cluster().election().resign(first.id(), first.term());
    CompletionStage<Boolean> again = here().cluster().election().resign(first.id(), first.term());
    CompletionStage<Leader> next =
        resigned.thenCompose(ended -> there().cluster().election().tryLead(two, LONG, 0));
    var unused = await(again);

    assertThat(await(next).id()).as(story("who leads after a resignation")).isEqualTo(two);
    assertThat(here().leader()).as(story("who leads in the end")).contains(await(next));
  }

  @Test
  @Rule("G6")
  void nobodyLeadsAtFirst() {
    assertThat(here().leader()).as(story("who leads")).isEmpty();
  }

  @Test
  @Rule("G6")
  void theLeaderIsToldUntilItsTimeToLiveEnds() {
    Leader leader = here().mustLead(start("one"), step());

    passAlmostStep();

    assertThat(here().leader()).as(story("who leads, asked by the leader")).contains(leader);
    assertThat(there().leader()).as(story("who leads, asked by another")).contains(leader);
  }

  @Test
  @Rule("G6")
  void nobodyIsToldBeyondTheTimeToLive() {
    here().mustLead(start("one"), step());

    passStep();

    assertThat(here().leader()).as(story("who leads, asked by who led")).isEmpty();
    assertThat(there().leader()).as(story("who leads, asked by another")).isEmpty();
  }

  @Test
  @Rule("G6")
  void askingDoesNotKeepTheLeader() {
    here().mustLead(start("one"), step());
    pass(half());

    here().leader();

    passStepBegunHalfAgo();
    assertThat(here().leader()).as(story("who leads")).isEmpty();
  }

  @Test
  @Rule("G6")
  void noJumpOfTheWallClockEndsALeaderOrKeepsIt() {
    Leader leader = here().mustLead(start("one"), step());
    jumpWallClock(Duration.ofDays(2));
    assertThat(here().leader()).as(story("who leads after a jump ahead")).contains(leader);

    jumpWallClock(Duration.ofDays(-4));
    passStep();

    assertThat(here().leader()).as(story("who leads after a jump back")).isEmpty();
  }
}
