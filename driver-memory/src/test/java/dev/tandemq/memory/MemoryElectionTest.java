package dev.tandemq.memory;

import static dev.tandemq.memory.HubNodes.ADA;
import static dev.tandemq.memory.HubNodes.ADA_AGAIN;
import static dev.tandemq.memory.HubNodes.TTL;
import static dev.tandemq.memory.HubNodes.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Leader;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A restarted node has the name of the leader, and is another one (G1, G2). */
class MemoryElectionTest {

  private final ManualContext context = new ManualContext(1);
  private final MemoryHub hub = new MemoryHub(context);
  private final Election one = hub.connect("one").election();
  private final Election two = hub.connect("two").election();

  @Test
  void anotherStartOfTheLeadersNodeDoesNotRenewItsLeadership() {
    Leader leader = now(one.tryLead(ADA, TTL, 0));
    context.advance(TTL.minusNanos(1));

    assertThat(now(two.tryLead(ADA_AGAIN, TTL, 0))).isEqualTo(leader);
    context.advance(Duration.ofNanos(1));
    assertThat(now(one.leader())).isEmpty();
    assertThat(now(two.tryLead(ADA_AGAIN, TTL, 0)).id()).isEqualTo(ADA_AGAIN);
  }

  @Test
  void anotherStartOfTheLeadersNodeCannotResignForIt() {
    Leader leader = now(one.tryLead(ADA, TTL, 0));

    assertThat(now(two.resign(ADA_AGAIN, leader.term()))).isFalse();
    assertThat(now(one.leader())).contains(leader);
  }
}
