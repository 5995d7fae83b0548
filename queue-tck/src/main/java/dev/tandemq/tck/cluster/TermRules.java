package dev.tandemq.tck.cluster;

import static dev.tandemq.tck.cluster.ClusterProbe.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.rule.Rule;
import org.junit.jupiter.api.Test;

/** Rules G3 and G4: a term is never given twice, and never lower than before. */
public abstract class TermRules extends ClusterChapter {

  private void expectNewer(Leader newer, Leader older, String when) {
    assertThat(newer.term()).as(story("the term " + when)).isGreaterThan(older.term());
  }

  @Test
  @Rule("G3")
  void theTermGrowsWhenTheTimeToLiveOfAnotherEnds() {
    Leader first = here().mustLead(start("one"), step());
    passStep();

    expectNewer(there().mustLead(start("two"), LONG), first, "of the next leader");
  }

  @Test
  @Rule("G3")
  void whoSleptBeyondItsTimeToLiveLeadsInANewTerm() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, step());
    passStep();

    Leader second = here().mustLead(one, step());

    expectNewer(second, first, "of a leader that slept, though nobody led meanwhile");
    assertThat(there().leader()).as(story("who leads")).contains(second);
  }

  @Test
  @Rule("G3")
  void whoSleptAndWasFollowedLearnsWhoLeads() {
    NodeId one = start("one");
    here().mustLead(one, step());
    passStep();
    Leader second = there().mustLead(start("two"), LONG);

    assertThat(here().lead(one, LONG))
        .as(story("the answer to a leader that slept"))
        .isEqualTo(second);
  }

  @Test
  @Rule("G3")
  void theTermGrowsWhenSomebodyResigned() {
    Leader first = here().mustLead(start("one"), LONG);
    here().resign(first.id(), first.term());

    expectNewer(there().mustLead(start("two"), LONG), first, "after a resignation");
  }

  @Test
  @Rule("G3")
  void whoResignedAndLeadsAgainHasANewTerm() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, LONG);
    here().resign(one, first.term());

    expectNewer(here().mustLead(one, LONG), first, "of one who resigned before");
  }

  @Test
  @Rule("G3")
  void theTermGrowsOverMany() {
    NodeId one = start("one");
    NodeId two = start("two");
    Leader last = here().mustLead(one, LONG);
    for (int i = 0; i < 20; i++) {
      here().resign(last.id(), last.term());
      Leader next = i % 3 == 0 ? here().mustLead(one, LONG) : there().mustLead(two, LONG);
      expectNewer(next, last, "of leader " + i);
      last = next;
    }
  }

  @Test
  @Rule("G3")
  void theTermGrowsOnAConnectionThatIsNew() {
    Leader first = here().mustLead(start("one"), step());
    here().cluster().close();
    there().cluster().close();
    passStep();

    expectNewer(connect().mustLead(start("two"), LONG), first, "on a new connection");
  }

  @Test
  @Rule("G4")
  void theFirstTermIsAboveTheOneGiven() {
    Leader leader = here().lead(start("one"), LONG, 41);

    assertThat(leader.term()).as(story("the first term, above 41")).isGreaterThan(41);
    assertThat(there().leader()).as(story("who leads")).contains(leader);
  }

  @Test
  @Rule("G4")
  void aLeaderThatAStoreRefusedLeadsInANewTerm() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, LONG);

    Leader second = here().lead(one, LONG, first.term() + 1_000);

    assertThat(second.id()).as(story("who leads")).isEqualTo(one);
    assertThat(second.term())
        .as(story("the term above " + (first.term() + 1_000)))
        .isGreaterThan(first.term() + 1_000);
    assertThat(there().leader()).as(story("who leads")).contains(second);
    assertThat(here().resign(one, first.term()))
        .as(story("the resignation from the term before"))
        .isFalse();
  }

  @Test
  @Rule("G4")
  void aLeaderWhoseTermWasRefusedForItselfLeadsInANewOne() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, LONG);

    expectNewer(here().lead(one, LONG, first.term()), first, "above the leader's own");
  }

  @Test
  @Rule("G4")
  void aLeaderWhoseTermIsAboveGoesOnInIt() {
    NodeId one = start("one");
    Leader first = here().lead(one, LONG, 41);

    assertThat(here().lead(one, LONG, 41)).as(story("the answer to the leader")).isEqualTo(first);
  }

  @Test
  @Rule("G4")
  void whoDoesNotLeadChangesNoTerm() {
    NodeId one = start("one");
    Leader first = here().mustLead(one, LONG);

    assertThat(there().lead(start("two"), LONG, first.term() + 1_000))
        .as(story("the answer to one that does not lead"))
        .isEqualTo(first);
    assertThat(here().lead(one, LONG)).as(story("the answer to the leader")).isEqualTo(first);
  }

  @Test
  @Rule("G4")
  void termsGoOnFromTheHighestGiven() {
    NodeId one = start("one");
    Leader first = here().lead(one, LONG, 1_000_000_000_000L);
    here().resign(one, first.term());

    expectNewer(there().mustLead(start("two"), LONG), first, "after one from far above");
  }
}
