package dev.tandemq.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueueUrlSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:hun/ter2@host",
        "redis://user:/hunter2@host",
        "redis://user:hunter2/@host",
        "redis://us/er:hunter2@host",
        "redis://us@er:hunter2@host",
        "amqp:user:hunter2@host",
        "redis:/user:hunter2@host",
        "redis://a:hunter2@h1,b:hunter2@h2/0",
        "redis://user:p@h1/0,redis://user:hunter2@h2/0",
        "memory:?pwd=hunter2",
        "memory:?auth=hunter2",
        "memory:?credentials=hunter2",
        "memory:?x%0Apassword=hunter2",
        "memory:?sentinel=redis://u:hunter2%40h",
      })
  void secretIsNeverShown(String text) {
    assertThat(QueueUrl.parse(text).toString()).doesNotContain("hunter2", "ter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:hunter2?x@host",
        "redis://user:hun?ter2@host",
        "memory:?sentinel=redis://u:hunter2@h",
      })
  void anAtSignAfterTheQuestionMarkIsRefusedForItMayBelongToAPassword(String text) {
    assertThatThrownBy(() -> QueueUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%3F")
        .hasMessageNotContaining("ter2");
  }

  @Test
  void repeatedOptionOfAPasswordWithAQuestionMarkIsNotShown() {
    assertThatThrownBy(() -> QueueUrl.parse("redis://u:hun?ter2@h&ter2@h"))
        .hasMessageNotContaining("ter2");
  }

  @Test
  void brokenEscapeIsNamedWithItsOptionAndWithoutItsText() {
    assertThatThrownBy(() -> QueueUrl.parse("memory:?password=hunter2%zz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password")
        .hasMessageNotContainingAny("zz", "URLDecoder");
  }
}
