package dev.tandemq.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a URL is read, and that it never shows its secrets. */
final class QueueUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      emptyValue = "",
      value = {
        // url | scheme | address
        "memory:|memory|''",
        "MeMoRy:|memory|''",
        "memory:x|memory|x",
        "redis://host|redis|//host",
        "redis://host:6379/0|redis|//host:6379/0",
        "REDIS://Host:6379/0|redis|//Host:6379/0",
        "redis://u:p%40x@host/0|redis|//u:p%40x@host/0",
        "redis://[::1]:6379/0|redis|//[::1]:6379/0",
        "redis://a:1,b:2,c:3/0|redis|//a:1,b:2,c:3/0",
        "file:C:\\jobs|file|C:\\jobs",
        "file:/a/b c|file|/a/b c",
        "jdbc+x.y-z:thing|jdbc+x.y-z|thing",
        "s3:|s3|''",
        "etcd::|etcd|:",
        "redis://host#fragment|redis|//host#fragment",
      })
  void schemeAndAddressAreToldApart(String text, String scheme, String address) {
    QueueUrl url = QueueUrl.parse(text);

    assertThat(url.scheme()).isEqualTo(scheme);
    assertThat(url.address()).isEqualTo(address);
    assertThat(url.options()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "memory",
        "//host",
        ":memory",
        " memory:",
        "mem ory:",
        "1redis:",
        "+a:",
        "-:",
        "mémory:",
        "?a=b",
        "a/b:c",
        "localhost?x=y:z",
        "İ:"
      })
  void urlWithoutASchemeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> QueueUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the URL has no scheme; write for example memory: or dir:/var/spool/jobs");
  }

  @Test
  void refusedUrlIsNotRepeatedInTheMessage() {
    assertThatThrownBy(() -> QueueUrl.parse("user:hunter2".replace(":", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void schemeIsReadTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));

      QueueUrl url = QueueUrl.parse("REDIS-I:?API_KEY=hunter2&TIMEOUT=1");

      assertThat(url.scheme()).isEqualTo("redis-i");
      assertThat(url.toString()).doesNotContain("hunter2").contains("TIMEOUT=1");
    } finally {
      Locale.setDefault(before);
    }
  }

  // ---- options

  @Test
  void optionsAreReadAndSortedByName() {
    QueueUrl url = QueueUrl.parse("redis://host/0?timeout=5s&namespace=shop&a=1");

    assertThat(url.address()).isEqualTo("//host/0");
    assertThat(url.options())
        .containsExactly(
            Map.entry("a", "1"), Map.entry("namespace", "shop"), Map.entry("timeout", "5s"));
    assertThat(url.option("namespace")).contains("shop");
    assertThat(url.option("Namespace")).isEmpty();
    assertThat(url.option("missing")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        // query | name | value
        "a=1|a|1",
        "a=|a|''",
        "a|a|''",
        "a=b=c|a|b=c",
        "a==|a|=",
        "a=%3D%26%3f|a|=&?",
        "%61=1|a|1",
        "a=x?y|a|x?y",
        "a=x:y|a|x:y",
        "a=x/y%40z|a|x/y@z",
        "a=%C3%A9|a|é",
        "a=é|a|é",
        "a=%F0%9F%98%80|a|😀",
        "a=x+y|a|x y",
        "a=x%2By|a|x+y",
        "a=x%20y|a|x y",
      })
  void optionIsDecoded(String query, String name, String value) {
    QueueUrl url = QueueUrl.parse("memory:?" + query);

    assertThat(url.options()).containsExactly(Map.entry(name, value));
  }

  @Test
  void emptyQueryHasNoOptions() {
    assertThat(QueueUrl.parse("memory:?").options()).isEmpty();
  }

  @Test
  void optionsCannotBeChanged() {
    QueueUrl url = QueueUrl.parse("memory:?a=1");

    assertThatThrownBy(() -> url.options().put("b", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> QueueUrl.parse("memory:").options().put("b", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a=2", "a=1&a=1", "a&a", "a=1&b=2&a=3", "a=1&%61=2"})
  void optionThatIsGivenTwiceIsRefusedByName(String query) {
    assertThatThrownBy(() -> QueueUrl.parse("redis://u:hunter2@host?" + query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the URL gives the option a twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&", "a=1&", "&a=1", "a=1&&b=2", "=1", "=", "a=1&=2"})
  void optionWithoutANameIsRefused(String query) {
    assertThatThrownBy(() -> QueueUrl.parse("redis://u:hunter2@host?" + query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an option in the URL has no name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%-1", "%=1"})
  void brokenEscapeIsRefused(String query) {
    assertThatThrownBy(() -> QueueUrl.parse("redis://u:hunter2@host?" + query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without NullAway may do
  void nullIsRefused() {
    assertThatThrownBy(() -> QueueUrl.parse(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("url");
  }

  // ---- secrets

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://user:hunter2@host:6379/0|redis://***@host:6379/0",
        "redis://:hunter2@host:6379/0|redis://***@host:6379/0",
        "redis://user:hun:ter2@host|redis://***@host",
        "redis://user:hun@ter2@host|redis://***@host",
        "redis://user:@hunter2:@host|redis://***@host",
        "redis://user:hun%2Fter2@host|redis://***@host",
        "redis://user:***@host|redis://***@host",
        "redis://user@host:6379/0|redis://***@host:6379/0",
        "redis://host:6379/0|redis://host:6379/0",
        "redis://[::1]:6379/0|redis://[::1]:6379/0",
      })
  void passwordInTheAddressIsHidden(String text, String shown) {
    assertThat(QueueUrl.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "PASSWORD",
        "passwd",
        "passphrase",
        "pass",
        "secret",
        "clientSecret",
        "token",
        "authToken",
        "access_token",
        "key",
        "apiKey",
        "KEY",
        "keystorePassword",
        "%70assword"
      })
  void valueOfASecretOptionIsHidden(String option) {
    QueueUrl url = QueueUrl.parse("memory:?a=1&" + option + "=hunter2&z=2");

    assertThat(url.toString()).contains("=***", "a=1", "z=2").doesNotContain("hunter2");
  }

  @Test
  void hiddenSecretIsStillThereForTheDriver() {
    QueueUrl url = QueueUrl.parse("redis://user:hunter2@host?token=hunter3");

    assertThat(url.address()).isEqualTo("//user:hunter2@host");
    assertThat(url.option("token")).contains("hunter3");
  }

  @Test
  void urlIsShownWithItsOptionsInOrder() {
    QueueUrl url = QueueUrl.parse("Redis://host/0?b=2&a=1");

    assertThat(url).hasToString("redis://host/0?a=1&b=2");
  }

  // ---- equals

  @Test
  void urlsAreEqualWhateverTheCaseOfTheSchemeAndTheOrderOfTheOptions() {
    QueueUrl url = QueueUrl.parse("redis://h?a=1&b=2");
    QueueUrl twin = QueueUrl.parse("REDIS://h?b=2&a=%31");

    assertThat(twin).isEqualTo(url).hasSameHashCodeAs(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rediss://u:p@h?a=1",
        "redis://u:p@i?a=1",
        "redis://u:q@h?a=1",
        "redis://u:p@h",
        "redis://u:p@h?a=2"
      })
  void urlsThatDifferAreNotEqualEvenIfTheyLookIt(String other) {
    assertThat(QueueUrl.parse(other)).isNotEqualTo(QueueUrl.parse("redis://u:p@h?a=1"));
    assertThat(QueueUrl.parse(other)).isNotEqualTo(other);
  }
}
