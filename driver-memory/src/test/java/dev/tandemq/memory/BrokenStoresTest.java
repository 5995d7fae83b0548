package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tandemq.tck.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit on stores that are known to be broken: the tests of the broken rules fail, no others. */
final class BrokenStoresTest {

  static List<BrokenStore> brokenStores() {
    return BrokenStores.all();
  }

  @ParameterizedTest(name = "a store that {0}")
  @MethodSource("brokenStores")
  void exactlyTheBrokenRulesFail(BrokenStore broken) {
    Map<String, Set<String>> failed = failedTestsByRule(broken);

    assertThat(failed.keySet())
        .as("rules that fail on a store that %s, by %s", broken.fault(), failed)
        .isEqualTo(new TreeSet<>(broken.breaks()));
  }

  @Test
  void eachFaultHasANameOfItsOwn() {
    assertThat(BrokenStores.all()).extracting(BrokenStore::fault).doesNotHaveDuplicates();
  }

  private static Map<String, Set<String>> failedTestsByRule(BrokenStore broken) {
    Map<String, Set<String>> failed = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(BrokenStoreContract.class))
        .configurationParameter(BrokenStoreContract.FAULT, broken.fault())
        .execute()
        .allEvents()
        .failed()
        .stream()
        .forEach(
            event ->
                rulesOf(event)
                    .forEach(
                        rule ->
                            failed
                                .computeIfAbsent(rule, key -> new TreeSet<>())
                                .add(event.getTestDescriptor().getDisplayName())));
    return failed;
  }

  private static Stream<String> rulesOf(Event event) {
    return event
        .getTestDescriptor()
        .getSource()
        .filter(org.junit.platform.engine.support.descriptor.MethodSource.class::isInstance)
        .map(org.junit.platform.engine.support.descriptor.MethodSource.class::cast)
        .map(source -> source.getJavaMethod().getAnnotation(Rule.class))
        .map(rule -> Stream.of(rule.value()))
        // What fails outside of a test is no rule; it must show all the same.
        .orElseGet(() -> Stream.of(event.getRequiredPayload(TestExecutionResult.class).toString()));
  }
}
