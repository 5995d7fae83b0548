package dev.tandemq.kv.roles;

import static dev.tandemq.kv.roles.TestWorld.ONE;
import static dev.tandemq.kv.roles.TestWorld.STATE;
import static dev.tandemq.kv.roles.TestWorld.TTL;
import static dev.tandemq.kv.roles.TestWorld.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Joined;
import dev.tandemq.cluster.NodeId;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two connections that know the time differently well: nothing ends early for either. */
final class BlurredTimeTest {

  private static final NodeId ONE_AGAIN = new NodeId("one", "start-3");

  private final TestWorld world = new TestWorld();

  private Cluster knowing(int below, int above) {
    TestTime time =
        TestTime.within(world.context, Duration.ofSeconds(below), Duration.ofSeconds(above));
    return new TestCluster(
        new RoleSetup(world.server.connect(), TestWorld.ROOT, time, world.context));
  }

  /** Bounds below and above of who holds, and of who looks; in seconds. */
  @ParameterizedTest
  @CsvSource({"0,0,0,0", "2,0,0,0", "0,2,0,0", "0,0,2,0", "0,0,0,2", "2,2,0,0", "1,2,2,1"})
  void whatIsHeldHoldsForItsTimeAndNoLongerThanTheBoundsAllow(
      int below, int above, int belowThere, int aboveThere) {
    Cluster here = knowing(below, above);
    Cluster there = knowing(belowThere, aboveThere);
    world.await(here.membership().join(ONE, STATE, TTL));
    world.await(here.election().tryLead(ONE, TTL, 0));
    world.await(here.locks().tryLock("a", ONE, TTL));

    world.pass(TTL.minusNanos(1));
    expectHeld(there);

    world.pass(Duration.ofSeconds(above + belowThere).plusNanos(1));
    expectFree(there);
  }

  private void expectHeld(Cluster on) {
    assertThat(world.await(on.membership().nodes())).as("members").hasSize(1);
    assertThat(world.await(on.membership().join(ONE_AGAIN, STATE, TTL)))
        .isInstanceOf(Joined.NameTaken.class);
    assertThat(world.await(on.election().leader())).as("the leader").isPresent();
    assertThat(world.await(on.election().tryLead(TWO, TTL, 0)).id()).isEqualTo(ONE);
    assertThat(world.await(on.locks().locks())).as("locks").hasSize(1);
    assertThat(world.await(on.locks().tryLock("a", TWO, TTL))).isEmpty();
  }

  private void expectFree(Cluster on) {
    assertThat(world.await(on.membership().nodes())).as("members").isEmpty();
    assertThat(world.await(on.membership().join(ONE_AGAIN, STATE, TTL)))
        .isInstanceOf(Joined.Admitted.class);
    assertThat(world.await(on.election().leader())).as("the leader").isEmpty();
    assertThat(world.await(on.election().tryLead(TWO, TTL, 0)).id()).isEqualTo(TWO);
    assertThat(world.await(on.locks().locks())).as("locks").isEmpty();
    assertThat(world.await(on.locks().tryLock("a", TWO, TTL))).isPresent();
  }
}
