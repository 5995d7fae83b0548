package dev.tandemq.kv.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.kv.clock.Reading;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several nodes over hours, where answers are lost, commits arrive late or twice, and everybody
 * knows the time a little differently: nothing is ever held by two, and numbers grow.
 */
final class RolesInAShakyWorldTest {

  private static final int SEEDS = 12;
  private static final int NODES = 3;
  private static final Duration HOURS = Duration.ofHours(4);

  static IntStream seeds() {
    return IntStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsHeldByTwoAndNumbersGrow(int seed) {
    TestWorld world = new TestWorld(seed);
    Beliefs beliefs = new Beliefs();
    for (int i = 0; i < NODES; i++) {
      RoleSetup setup =
          new RoleSetup(
              new StaleKv(new ShakyKv(world.server.connect(), world.context)),
              TestWorld.ROOT,
              () -> blurred(world),
              world.context);
      new Actors(world, new TestCluster(setup), beliefs, "node-" + i).start();
    }

    world.pass(HOURS);

    beliefs.expectOneAtATime("seed " + seed);
    beliefs.expectNumbersToGrow("seed " + seed);
    assertThat(beliefs.count()).as("seed %s: what was held", seed).isGreaterThan(300);
  }

  private static CompletionStage<Reading> blurred(TestWorld world) {
    long now = world.time.nanos();
    long below = world.context.random().nextInt(400_000_000);
    long above = world.context.random().nextInt(400_000_000);
    return CompletableFuture.completedFuture(new Reading(now - below, now + above));
  }
}
