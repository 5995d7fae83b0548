package dev.tandemq.tck.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleNamesTest {

  private final RuleNames names = new RuleNames();

  @Rule("S2")
  void aStaleClaimCannotComplete() {}

  @Rule({"C1", "S3"})
  void jobsAreDoneOnce() {}

  void aHelper() {}

  @Test
  void aNameBeginsWithItsRule() throws NoSuchMethodException {
    assertThat(nameOf("aStaleClaimCannotComplete")).isEqualTo("S2 a stale claim cannot complete");
  }

  @Test
  void aNameTellsAllItsRules() throws NoSuchMethodException {
    assertThat(nameOf("jobsAreDoneOnce")).isEqualTo("C1, S3 jobs are done once");
  }

  @Test
  void aMethodWithoutARuleIsASentence() throws NoSuchMethodException {
    assertThat(nameOf("aHelper")).isEqualTo("a helper");
  }

  private String nameOf(String name) throws NoSuchMethodException {
    Method method = RuleNamesTest.class.getDeclaredMethod(name);
    return names.generateDisplayNameForMethod(List.of(), RuleNamesTest.class, method);
  }
}
