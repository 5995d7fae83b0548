package dev.tandemq.tck.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.NodeId;
import dev.tandemq.tck.rule.RuleNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInfo;

/**
 * One chapter of the contract of clusters. Each test has a namespace of its own and two connections
 * to it.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class ClusterChapter {

  private static final int LOOKS = 20;

  private final List<Cluster> opened = new ArrayList<>();
  private ClusterFixture fixture;
  private String title;
  private ClusterProbe here;
  private ClusterProbe there;
  private int made;

  /** The fixture of the next test, with a namespace of its own; asked for before each. */
  protected abstract ClusterFixture fixture();

  @BeforeEach
  final void openConnections(TestInfo test) {
    fixture = fixture();
    title = test.getTestMethod().map(RuleNames::titleOf).orElse("");
    here = connect();
    there = connect();
  }

  @AfterEach
  final void closeConnections() {
    opened.forEach(Cluster::close);
  }

  /** One more connection, closed after the test. */
  final ClusterProbe connect() {
    Cluster cluster = fixture.open();
    opened.add(cluster);
    return new ClusterProbe(fixture, cluster, title);
  }

  /** The first connection of the test. */
  final ClusterProbe here() {
    return here;
  }

  /** The second connection of the test. */
  final ClusterProbe there() {
    return there;
  }

  /** The fixture of this test. */
  final ClusterFixture currentFixture() {
    return fixture;
  }

  /** Another start of the node with this name each time. */
  final NodeId start(String name) {
    return new NodeId(name, "start-" + ++made);
  }

  /** The time to live of what ends during a test. */
  final Duration step() {
    return fixture.step();
  }

  /** As close to an instant as a test can come. */
  final Duration precision() {
    return fixture.precision();
  }

  /** Half of the time to live of what ends during a test. */
  final Duration half() {
    return fixture.step().dividedBy(2);
  }

  final void pass(Duration time) {
    fixture.pass(time);
  }

  /** The longest time of a step after which what is held for a step surely holds. */
  final void passAlmostStep() {
    fixture.pass(fixture.step().minus(fixture.precision()));
  }

  /** Until what was held for a step from now is surely gone. */
  final void passStep() {
    fixture.pass(fixture.goneWithin(fixture.step()));
  }

  /** Until what was held for a step, half a step ago, is surely gone. */
  final void passStepBegunHalfAgo() {
    fixture.pass(fixture.goneWithin(fixture.step()).minus(half()));
  }

  final <T> T await(CompletionStage<T> stage) {
    return fixture.await(stage);
  }

  /** Waits for a word that is on its way; whether it came within its bound. */
  final boolean comes(BooleanSupplier word) {
    Duration look = fixture.hears().dividedBy(LOOKS);
    for (int looks = 0; looks <= LOOKS && !word.getAsBoolean(); looks++) {
      fixture.pass(look);
    }
    return word.getAsBoolean();
  }

  /** Moves the wall clock; skips the test where that cannot be done. */
  final void jumpWallClock(Duration by) {
    assumeTrue(fixture.wallClock().isPresent(), "the wall clock of this backend cannot be moved");
    fixture.wallClock().orElseThrow().accept(by);
  }

  /** What a failing assertion tells. */
  final String story(String what) {
    return title + ": " + what;
  }
}
