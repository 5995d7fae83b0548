package dev.tandemq.tck.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tandemq.driver.Capability;
import dev.tandemq.tck.rule.RuleNames;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestInfo;

/**
 * One chapter of the contract. Each test has a store of its own. A feature that the store does not
 * declare shows as a skip with its reason.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class StoreChapter {

  private StoreFixture fixture;
  private StoreProbe probe;

  /** The fixture of the next test; asked for before each. May be the same one every time. */
  protected abstract StoreFixture fixture();

  @BeforeEach
  final void openStore(TestInfo test) {
    fixture = fixture();
    probe = new StoreProbe(fixture, titleOf(test));
  }

  /** The sentence of the test with its rule, and which of several invocations it is. */
  private static String titleOf(TestInfo test) {
    String sentence = test.getTestMethod().map(RuleNames::titleOf).orElse("");
    return test.getDisplayName().equals(sentence)
        ? sentence
        : sentence + " (" + test.getDisplayName() + ")";
  }

  @AfterEach
  final void closeStore() {
    if (probe != null) {
      probe.store().close();
    }
  }

  /** The store under test, by short sentences. */
  final StoreProbe store() {
    return probe;
  }

  /** How long leases and delays are that end during a test. */
  final Duration step() {
    return fixture.step();
  }

  /** As close to an instant as a test can come. */
  final Duration precision() {
    return fixture.precision();
  }

  /** The longest time of a step after which the step is surely not over yet. */
  final Duration almostStep() {
    return fixture.step().minus(fixture.precision());
  }

  /** Whether settled claims and finished ids are remembered. */
  final boolean remembersSettled() {
    return fixture.remembersSettled();
  }

  /** The fixture of this test. */
  final StoreFixture currentFixture() {
    return fixture;
  }

  /** Skips the test unless the store declares the feature. */
  final void needs(Capability feature) {
    assumeTrue(fixture.capabilities().has(feature), () -> "the store does not declare " + feature);
  }
}
