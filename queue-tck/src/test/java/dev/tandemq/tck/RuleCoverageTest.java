package dev.tandemq.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.tck.cluster.ClusterContract;
import dev.tandemq.tck.rule.Rule;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The rules of the contract's document and the tests of the kit belong together. */
final class RuleCoverageTest {

  // The letter I belongs to the invariants over a whole run.
  private static final Pattern RULE = Pattern.compile("(?m)^\\| ([A-HJ-Z]\\d+) \\|");

  private static final List<Class<?>> CONTRACTS =
      List.of(JobStoreContract.class, ClusterContract.class);

  @Test
  void everyRuleHasATestAndEveryTestHasARule() throws IOException {
    assertThat(rulesTested())
        .as("rules with a test in the contracts of the kit, and rules of docs/contract.md")
        .isEqualTo(rulesWritten());
  }

  @Test
  void everyTestOfTheContractSaysItsRule() {
    assertThat(contractTests())
        .as("tests of the contracts")
        .hasSizeGreaterThan(200)
        .allMatch(test -> test.isAnnotationPresent(Rule.class), "carries @Rule");
  }

  private static Set<String> rulesWritten() throws IOException {
    Set<String> rules = new TreeSet<>();
    Matcher matcher = RULE.matcher(Files.readString(contract()));
    while (matcher.find()) {
      rules.add(matcher.group(1));
    }
    return rules;
  }

  private static Path contract() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path contract = directory.resolve("docs/contract.md");
      if (Files.exists(contract)) {
        return contract;
      }
      directory = directory.getParent();
    }
    throw new AssertionError("docs/contract.md is in no directory above this one");
  }

  private static Set<String> rulesTested() {
    Set<String> rules = new TreeSet<>();
    for (Method test : contractTests()) {
      Rule rule = test.getAnnotation(Rule.class);
      if (rule != null) {
        rules.addAll(List.of(rule.value()));
      }
    }
    return rules;
  }

  private static List<Method> contractTests() {
    List<Method> tests = new ArrayList<>();
    for (Class<?> contract : CONTRACTS) {
      for (Class<?> chapter : contract.getDeclaredClasses()) {
        assertThat(chapter).hasAnnotation(Nested.class);
        for (Method method : chapter.getSuperclass().getDeclaredMethods()) {
          if (AnnotationSupport.isAnnotated(method, Testable.class)) {
            tests.add(method);
          }
        }
      }
    }
    return tests;
  }
}
