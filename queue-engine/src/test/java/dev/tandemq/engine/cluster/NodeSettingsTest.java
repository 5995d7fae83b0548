package dev.tandemq.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.engine.settings.SettingSources;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What is set from outside reaches a node, and what is said in code goes before. */
final class NodeSettingsTest {

  private final Map<String, String> outside = new HashMap<>();

  private NodeBuilder builder() {
    return NodeBuilder.from(
        new SettingSources(outside::get, name -> null, new Properties(), "no file"));
  }

  @Test
  void settingsFromOutsideReachTheNode() {
    outside.put("tandem.url", "memory:settings-test");
    outside.put("tandem.node.id", "web-1");
    outside.put("tandem.job.distribution", "false");
    try (DistributedQueue node = builder().build()) {
      assertThat(node.id().name()).isEqualTo("web-1");
      assertThatThrownBy(() -> node.worker("q"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("jobDistribution");
    }
  }

  @Test
  void whatIsSaidInCodeGoesBeforeWhatIsSetFromOutside() {
    outside.put("tandem.node.id", "web-1");
    try (DistributedQueue node = builder().nodeName("web-2").build()) {
      assertThat(node.id().name()).isEqualTo("web-2");
    }
  }

  @Test
  void settingsFromOutsideThatDoNotFitTogetherAreRefused() {
    outside.put("tandem.heartbeat", "10s");
    outside.put("tandem.lease", "15s");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lease is PT15S")
        .hasMessageContaining("two heartbeats");
  }

  @Test
  void aSettingThatMakesNoSenseNamesItself() {
    outside.put("tandem.heartbeat", "soon");
    assertThatThrownBy(this::builder)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tandem.heartbeat")
        .hasMessageContaining("soon");
  }
}
