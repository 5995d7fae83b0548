package dev.tandemq.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.cluster.Broadcast;
import dev.tandemq.cluster.Cluster;
import dev.tandemq.cluster.Election;
import dev.tandemq.cluster.Locks;
import dev.tandemq.cluster.Membership;
import dev.tandemq.driver.ClusterDriver;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.store.JobStore;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/contract.md leaves no method of a port without a rule, and no rule without a holder. */
@Tag("once")
final class ContractPageTest {

  private static final Document PAGE = Checkout.document("docs/contract.md");
  private static final Pattern RULE = Pattern.compile("[A-Z]{1,2}\\d+");
  private static final Pattern INVARIANT = Pattern.compile("I\\d\\d");

  private static final List<Class<?>> PORTS =
      List.of(
          JobStore.class,
          Cluster.class,
          Membership.class,
          Election.class,
          Locks.class,
          Broadcast.class,
          QueueDriver.class,
          ClusterDriver.class,
          JobCodec.class,
          PayloadCodec.class);

  @Test
  void everyMethodOfAPortHasRulesThatAreThere() {
    Set<String> rules = rules();
    Set<String> methods = new TreeSet<>();
    for (List<String> row : PAGE.table("method")) {
      methods.add(row.get(0).replace("`", ""));
      assertThat(rules).as(row.get(0)).containsAll(rulesOf(row));
    }

    assertThat(methods).isEqualTo(methodsOfPorts());
  }

  @Test
  void everyRuleBelongsToAMethod() {
    Set<String> named = new TreeSet<>();
    PAGE.table("method").forEach(row -> named.addAll(rulesOf(row)));

    assertThat(named).isEqualTo(rules());
  }

  @Test
  void everyHolderOfARuleIsATest() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Test.java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .collect(Collectors.toSet());
    }

    for (String head : List.of("driver", "codec")) {
      for (List<String> row : PAGE.table(head)) {
        List<String> holders =
            Arrays.stream(row.get(2).split(","))
                .map(name -> name.replace("`", "").strip())
                .toList();
        assertThat(tests).as(row.get(0)).containsAll(holders);
      }
    }
  }

  private static List<String> rulesOf(List<String> row) {
    return RULE.matcher(row.get(1)).results().map(found -> found.group()).toList();
  }

  /** All rules with a row of their own; the invariants are of whole runs, not of methods. */
  private static Set<String> rules() {
    return PAGE.prose().stream()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.split("\\|")[1].strip())
        .filter(cell -> RULE.matcher(cell).matches() && !INVARIANT.matcher(cell).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> methodsOfPorts() {
    Set<String> methods = new TreeSet<>();
    for (Class<?> port : PORTS) {
      for (Method method : port.getDeclaredMethods()) {
        if (!method.isSynthetic()) {
          methods.add(port.getSimpleName() + "." + method.getName());
        }
      }
    }
    return methods;
  }
}
