package dev.tandemq.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChildEnvironmentTest {

  @Test
  void aLocaleThatTheLauncherDidNotTouchStays() {
    assertThat(applied(Map.of("LC_ALL", "de_DE.UTF-8", "A", "b")))
        .containsOnly(Map.entry("LC_ALL", "de_DE.UTF-8"), Map.entry("A", "b"), Map.entry("N", "1"));
  }

  @Test
  void theCallersLocaleComesBack() {
    assertThat(applied(Map.of("LC_ALL", "C.UTF-8", "TANDEM_CALLER_LC_ALL", "C")))
        .containsOnly(Map.entry("LC_ALL", "C"), Map.entry("N", "1"));
  }

  @Test
  void aLocaleThatWasNotSetIsNotSet() {
    assertThat(applied(Map.of("LC_ALL", "C.UTF-8", "TANDEM_CALLER_LC_ALL", "")))
        .containsOnly(Map.entry("N", "1"));
  }

  private static Map<String, String> applied(Map<String, String> environment) {
    Map<String, String> child = new HashMap<>(environment);
    ChildEnvironment.apply(child, Map.of("N", "1"));
    return child;
  }
}
