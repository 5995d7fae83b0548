package dev.tandemq.tck.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

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

/**
 * The kit on clusters that are known to be broken: the tests of the broken rules fail, no others.
 */
@Tag("once")
final class BrokenClustersTest {

  /** More would mean that the fault is not one fault, or that rules cannot be told apart. */
  private static final int MOST_RULES = 3;

  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  /** The kit's runs, begun before the first test asks for one: all processors have work. */
  private static final Map<String, Future<Map<String, Set<String>>>> RUNS = new HashMap<>();

  @BeforeAll
  static void beginRuns() {
    for (BrokenCluster broken : brokenClusters()) {
      RUNS.put(broken.fault(), THREADS.submit(() -> failedTestsByRule(broken)));
    }
  }

  @AfterAll
  static void endRuns() {
    THREADS.shutdownNow();
  }

  static List<BrokenCluster> brokenClusters() {
    return BrokenClusters.all();
  }

  @ParameterizedTest(name = "a cluster that {0}")
  @MethodSource("brokenClusters")
  void exactlyTheBrokenRulesFail(BrokenCluster broken) throws Exception {
    Map<String, Set<String>> failed =
        Objects.requireNonNull(RUNS.get(broken.fault())).get(60, TimeUnit.SECONDS);

    Set<String> rules = new TreeSet<>(failed.keySet());
    rules.removeAll(broken.races());

    assertThat(rules)
        .as("rules that fail on a cluster that %s, by %s", broken.fault(), failed)
        .isEqualTo(new TreeSet<>(broken.breaks()));
  }

  @Test
  void aClusterThatIgnoresEveryTimeToLiveFailsInEachRole() {
    assertThat(failedTestsByRule(BrokenClusters.ENDLESS).keySet())
        .as("rules that fail on a cluster where nothing ends")
        .containsAll(BrokenClusters.ENDLESS.breaks());
  }

  @Test
  void eachFaultHasANameOfItsOwn() {
    assertThat(BrokenClusters.all()).extracting(BrokenCluster::fault).doesNotHaveDuplicates();
  }

  @Test
  void noClusterBreaksMoreThanThreeRules() {
    assertThat(BrokenClusters.all())
        .allSatisfy(cluster -> assertThat(cluster.breaks()).hasSizeBetween(1, MOST_RULES));
  }

  @Test
  void everyRuleThatTheKitTestsIsBrokenByACluster() {
    Set<String> untested = new TreeSet<>(testedRules());
    BrokenClusters.all().forEach(cluster -> untested.removeAll(cluster.breaks()));

    assertThat(untested).as("untested: rules that no broken cluster breaks").isEmpty();
  }

  @Test
  void noClusterClaimsToBreakARuleThatTheKitDoesNotTest() {
    assertThat(BrokenClusters.all())
        .allSatisfy(cluster -> assertThat(testedRules()).containsAll(cluster.breaks()));
  }

  private static Set<String> testedRules() {
    Set<String> rules = new TreeSet<>();
    for (Class<?> chapter : ClusterContract.class.getDeclaredClasses()) {
      for (Method test : chapter.getSuperclass().getDeclaredMethods()) {
        Rule rule = test.getAnnotation(Rule.class);
        if (rule != null) {
          rules.addAll(List.of(rule.value()));
        }
      }
    }
    assertThat(rules).as("rules of the kit").hasSizeGreaterThan(20);
    return rules;
  }

  private static Map<String, Set<String>> failedTestsByRule(BrokenCluster broken) {
    Map<String, Set<String>> failed = new TreeMap<>();
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(BrokenClusterContract.class))
        .configurationParameter(BrokenClusterContract.FAULT, broken.fault())
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
