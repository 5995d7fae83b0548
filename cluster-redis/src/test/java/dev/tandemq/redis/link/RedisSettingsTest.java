package dev.tandemq.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandemq.driver.QueueUrl;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisSettingsTest {

  private static RedisSettings of(String url) {
    return RedisSettings.of(QueueUrl.parse(url));
  }

  @Test
  void shortUrlHasDefaults() {
    assertThat(of("redis://db1"))
        .isEqualTo(
            new RedisSettings(
                "db1",
                6379,
                0,
                Optional.empty(),
                false,
                "tandem",
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                8,
                false));
  }

  @Test
  void longUrlIsReadInFull() {
    assertThat(
            of(
                "rediss://me:a%40b%2Fc+d:e@db1:6400/3?namespace=shop&connect-timeout=500ms"
                    + "&call-timeout=2m&connections=3&allow-eviction=true"))
        .isEqualTo(
            new RedisSettings(
                "db1",
                6400,
                3,
                Optional.of(new RedisSettings.Login(Optional.of("me"), "a@b/c+d:e")),
                true,
                "shop",
                Duration.ofMillis(500),
                Duration.ofMinutes(2),
                3,
                true));
  }

  @Test
  void passwordAloneIsOfTheDefaultUser() {
    assertThat(of("redis://:pw@db1").login())
        .contains(new RedisSettings.Login(Optional.empty(), "pw"));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://[::1]:6400/1, redis://[::1]:6400/1",
    "redis://db1/, redis://db1:6379/0",
    "rediss://u:secret@db1:1/2, rediss://db1:1/2",
  })
  void serverIsShownWithoutSecrets(String url, String shown) {
    assertThat(of(url)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis: | names no server",
        "redis:db1 | names no server",
        "redis:// | names no server",
        "redis://:pw@ | no host:port/database",
        "redis://a:b:c | no host:port/database",
        "redis://db1:0 | port in the URL is 0; it is a number from 1 to 65535",
        "redis://db1:65536 | port in the URL is 65536; it is a number from 1 to 65535",
        "redis://db1:secret | port in the URL is not a number",
        "redis://db1/-1 | database in the URL is -1; it is a number from 0 to 1000000",
        "redis://db1/shop | database in the URL is not a number",
        "redis://db1/1/2 | database in the URL is not a number",
        "redis://secret@db1 | a user but no password",
        "redis://me:@db1 | the password in the URL is empty",
        "redis://me:secret%4@db1 | the password in the URL has a %",
        "redis://db1?connect-timeout=10 | connect-timeout in the URL is \"10\"; it is a time from",
        "redis://db1?connect-timeout=9ms | connect-timeout in the URL is \"9ms\"; it is a time from",
        "redis://db1?call-timeout=6m | call-timeout in the URL is \"6m\"; it is a time from 10ms to 5m",
        "redis://db1?call-timeout=-1s | call-timeout in the URL is \"-1s\"",
        "redis://db1?connections=0 | connections in the URL is 0; it is a number from 1 to 64",
        "redis://db1?connections=65 | connections in the URL is 65; it is a number from 1 to 64",
        "redis://db1?allow-eviction=yes | allow-eviction in the URL is \"yes\"; it is true or false",
        "redis://db1?namespace=a{b | namespace holds the character U+007B",
      })
  void nonsenseIsNamed(String url, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(url))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://hunter2/x@db1:99999", "redis://me:hunter2@db1?connections=x"})
  void passwordIsInNoMessage(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(url))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
  }
}
