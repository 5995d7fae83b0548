package dev.tandemq.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.rule.Rule;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The kit on stores that are known to be broken: the tests of the broken rules fail, no others. */
@Tag("once")
final class BrokenStoresTest {

  /** More would mean that the fault is not one fault, or that rules cannot be told apart. */
  private static final int MOST_RULES = 3;

  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** The kit's runs, begun before the first test asks for one: all processors have work. */
  private static final Map<String, Future<Map<String, Set<String>>>> RUNS = new HashMap<>();

  @BeforeAll
  static void beginRuns() {
    for (BrokenStore broken : brokenStores()) {
      RUNS.put(broken.fault(), THREADS.submit(() -> failedTestsByRule(broken)));
    }
  }

  @AfterAll
  static void endRuns() {
    THREADS.shutdownNow();
  }

  static List<BrokenStore> brokenStores() {
    return BrokenStores.all();
  }

  @ParameterizedTest(name = "a store that {0}")
  @MethodSource("brokenStores")
  void exactlyTheBrokenRulesFail(BrokenStore broken) throws Exception {
    Map<String, Set<String>> failed =
        Objects.requireNonNull(RUNS.get(broken.fault())).get(60, TimeUnit.SECONDS);

    assertThat(failed.keySet())
        .as("rules that fail on a store that %s, by %s", broken.fault(), failed)
        .isEqualTo(new TreeSet<>(broken.breaks()));
  }

  @Test
  void eachFaultHasANameOfItsOwn() {
    assertThat(BrokenStores.all()).extracting(BrokenStore::fault).doesNotHaveDuplicates();
  }

  @Test
  void noStoreBreaksMoreThanThreeRules() {
    assertThat(BrokenStores.all())
        .allSatisfy(store -> assertThat(store.breaks()).hasSizeBetween(1, MOST_RULES));
  }

  @Test
  void everyRuleThatTheKitTestsIsBrokenByAStore() {
    Set<String> untested = new TreeSet<>(testedRules());
    BrokenStores.all().forEach(store -> untested.removeAll(store.breaks()));

    assertThat(untested).as("untested: rules that no broken store breaks").isEmpty();
  }

  @Test
  void noStoreClaimsToBreakARuleThatTheKitDoesNotTest() {
    assertThat(BrokenStores.all())
        .allSatisfy(store -> assertThat(testedRules()).containsAll(store.breaks()));
  }

  private static Set<String> testedRules() {
    Set<String> rules = new TreeSet<>();
    for (Class<?> chapter : JobStoreContract.class.getDeclaredClasses()) {
      for (Method test : chapter.getSuperclass().getDeclaredMethods()) {
        Rule rule = test.getAnnotation(Rule.class);
        if (rule != null) {
          rules.addAll(List.of(rule.value()));
        }
      }
    }
    assertThat(rules).as("rules of the kit").hasSizeGreaterThan(40);
    return rules;
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
