package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.ADA_AGAIN;
import static dev.tandemq.memory.HubNodes.BOB;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who leads (G1 to G6). */
class MemoryElectionTest {

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Election one = hub.connect("one").election();
  private final Election two = hub.connect("two").election();

  private static Leader lead(Election election, NodeId candidate) {
    return now(election.tryLead(candidate, TTL, 0));
  }

  @Test
  void nobodyLeadsAtFirst() {
    assertThat(now(one.leader())).isEmpty();
  }

  @Test
  void theFirstLeadsAndTheOthersLearnWhoDoes() {
    Leader leader = lead(one, ADA);

    assertThat(leader).isEqualTo(new Leader(ADA, 1, context.time().now()));
    assertThat(lead(two, BOB)).isEqualTo(leader);
    assertThat(now(two.leader())).contains(leader);
  }

  @Test
  void anotherStartOfTheSameNodeIsNotTheLeader() {
    Leader leader = lead(one, ADA);

    assertThat(lead(two, ADA_AGAIN)).isEqualTo(leader);
    assertThat(now(two.resign(ADA_AGAIN, leader.term()))).isFalse();
    assertThat(now(one.leader())).contains(leader);
  }

  @Test
  void aLeaderThatRenewsKeepsItsTermAndTimeRunsAnew() {
    Leader leader = lead(one, ADA);
    context.advance(TTL.minusNanos(1));
    assertThat(lead(one, ADA)).isEqualTo(leader);
    context.advance(TTL.minusNanos(1));

    assertThat(lead(two, BOB)).isEqualTo(leader);
    context.advance(Duration.ofNanos(1));
    assertThat(now(one.leader())).isEmpty();
    assertThat(lead(two, BOB)).isEqualTo(new Leader(BOB, 2, context.time().now()));
  }

  @Test
  void whoAsksInVainDoesNotRenewTheLeader() {
    lead(one, ADA);
    context.advance(TTL.minusNanos(1));
    lead(two, BOB);
    context.advance(Duration.ofNanos(1));

    assertThat(now(two.leader())).isEmpty();
  }

  @Test
  void aLeaderThatWasLateGetsANewTerm() {
    Leader before = lead(one, ADA);
    context.advance(TTL);

    assertThat(lead(one, ADA).term()).isEqualTo(before.term() + 1);
  }

  @Test
  void aLeaderWhoseTermWasRefusedGetsAGreaterOne() {
    lead(one, ADA);
    Leader next = now(one.tryLead(ADA, TTL, 41));

    assertThat(next.term()).isEqualTo(42);
    assertThat(now(one.tryLead(ADA, TTL, 41))).isEqualTo(next);
    assertThat(now(one.tryLead(ADA, TTL, 42)).term()).isEqualTo(43);
  }

  @Test
  void whoDoesNotLeadChangesNothingByATermThatItSaw() {
    Leader leader = lead(one, ADA);

    assertThat(now(two.tryLead(BOB, TTL, 41))).isEqualTo(leader);
    assertThat(now(one.resign(ADA, leader.term()))).isTrue();
    assertThat(lead(two, BOB).term()).isEqualTo(2);
  }

  @Test
  void aTermIsAboveAllThatWereThereAndTheOneAskedFor() {
    now(one.tryLead(ADA, TTL, 41));
    context.advance(TTL);

    assertThat(now(two.tryLead(BOB, TTL, 7)).term()).isEqualTo(43);
  }

  @Test
  void whoResignsLeavesItToTheNextAtOnce() {
    Leader leader = lead(one, ADA);

    assertThat(now(one.resign(ADA, leader.term()))).isTrue();
    assertThat(now(one.resign(ADA, leader.term()))).isFalse();
    assertThat(now(one.leader())).isEmpty();
    assertThat(lead(two, BOB).term()).isEqualTo(2);
  }

  @Test
  void aLateResignationEndsNoOtherTerm() {
    Leader first = lead(one, ADA);
    context.advance(TTL);
    Leader second = lead(one, ADA);

    assertThat(now(one.resign(ADA, first.term()))).isFalse();
    assertThat(now(two.resign(BOB, second.term()))).isFalse();
    assertThat(now(one.leader())).contains(second);
  }

  @Test
  void whoseTimeIsOverDidNotHoldUntilNow() {
    Leader leader = lead(one, ADA);
    context.advance(TTL);

    assertThat(now(one.resign(ADA, leader.term()))).isFalse();
  }

  @Test
  void theWallClockEndsNoLeadership() {
    Leader leader = lead(one, ADA);
    context.jumpWallClock(Duration.ofDays(365));

    assertThat(lead(two, BOB)).isEqualTo(leader);
  }
}
