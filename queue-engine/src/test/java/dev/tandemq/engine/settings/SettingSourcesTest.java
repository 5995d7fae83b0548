package dev.tandemq.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingSourcesTest {

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Properties file = new Properties();

  private SettingSources sources() {
    return new SettingSources(properties::get, environment::get, file, "file of the test");
  }

  @Test
  void thePropertyGoesBeforeTheVariableBeforeTheFile() {
    file.setProperty("tandem.heartbeat", "3s");
    assertThat(sources().duration(Setting.HEARTBEAT)).contains(Duration.ofSeconds(3));

    environment.put("TANDEM_HEARTBEAT", "2s");
    assertThat(sources().duration(Setting.HEARTBEAT)).contains(Duration.ofSeconds(2));

    properties.put("tandem.heartbeat", "1s");
    assertThat(sources().duration(Setting.HEARTBEAT)).contains(Duration.ofSeconds(1));
  }

  @Test
  void itSaysWhereAValueWasFound() {
    environment.put("TANDEM_URL", " memory: ");
    assertThat(sources().find(Setting.URL))
        .contains(new SettingSources.Found("memory:", "variable TANDEM_URL"));
  }

  @Test
  void blankCountsAsNotSet() {
    properties.put("tandem.url", " ");
    environment.put("TANDEM_URL", "");
    file.setProperty("tandem.url", "memory:");
    assertThat(sources().text(Setting.URL)).contains("memory:");
  }

  @Test
  void nothingIsSetWhenNobodySaysAnything() {
    assertThat(Arrays.stream(Setting.values()).map(sources()::find)).allMatch(f -> f.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT, soon, is not a duration",
    "CONCURRENCY, 1.5, is not a whole number",
    "LEADER_ELECTION, yes, is neither true nor false",
  })
  void aValueThatMakesNoSenseIsRefusedWithItsNameAndPlace(
      Setting setting, String text, String why) {
    environment.put(setting.variable(), text);
    assertThatThrownBy(
            () -> {
              switch (setting) {
                case HEARTBEAT -> sources().duration(setting);
                case CONCURRENCY -> sources().number(setting);
                default -> sources().flag(setting);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting.property())
        .hasMessageContaining(why)
        .hasMessageContaining("variable " + setting.variable());
  }

  @Test
  void numbersAndFlagsAreRead() {
    environment.put("TANDEM_CONCURRENCY", "7");
    environment.put("TANDEM_LEADER_ELECTION", "false");
    assertThat(sources().number(Setting.CONCURRENCY)).contains(7);
    assertThat(sources().flag(Setting.LEADER_ELECTION)).contains(false);
  }

  @Test
  void aNameOfOursInTheFileThatIsNoSettingIsRefusedWithTheNearest() {
    file.setProperty("tandem.hartbeat", "3s");
    assertThatThrownBy(this::sources)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tandem.hartbeat")
        .hasMessageContaining("did you mean tandem.heartbeat");
  }

  @Test
  void namesOfOthersInTheFileAreLeftAlone() {
    file.setProperty("spring.url", "x");
    assertThat(sources().text(Setting.URL)).isEmpty();
  }

  @Test
  void theFileOfTheWorkingFolderIsRead(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("tandem.properties"), "tandem.node.id=web-1\n");
    assertThat(SettingSources.ofProcess(path, null).find(Setting.NODE_ID))
        .contains(new SettingSources.Found("web-1", "file " + path));
  }

  @Test
  void noFileIsNoTrouble(@TempDir Path folder) {
    SettingSources sources = SettingSources.ofProcess(folder.resolve("tandem.properties"), null);
    assertThat(sources.find(Setting.NODE_ID)).isEmpty();
  }
}
