package dev.tandemq.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerFactsTest {

  @ParameterizedTest
  @CsvSource({
    "7.0.0, true",
    "7.0.15, true",
    "10.1.0, true",
    "6.2.14, false",
    "6.9.9, false",
    "seven, false",
    "7, false",
    "'', false",
  })
  void versionIsCompared(String version, boolean fits) {
    ServerFacts facts =
        ServerFacts.of(Map.of("redis_version", version), Optional.empty(), Optional.empty());
    assertThat(facts.isAtLeast(7, 0)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1, always, '', APPEND_ALWAYS",
        "1, everysec, '3600 1', APPEND_EVERY_SECOND",
        "1, no, '', APPEND_UNFLUSHED",
        "1, -, -, APPEND_UNKNOWN",
        "0, everysec, '3600 1', SNAPSHOTS",
        "0, everysec, '', NONE",
        "0, -, -, AT_MOST_SNAPSHOTS",
        "-, -, -, UNKNOWN",
      })
  void persistenceIsRead(
      @Nullable String aof, @Nullable String fsync, @Nullable String save, Persistence expected) {
    assertThat(
            Persistence.of(
                Optional.ofNullable(aof), Optional.ofNullable(fsync), Optional.ofNullable(save)))
        .isEqualTo(expected);
  }

  @Test
  void replicaNamesItsMaster() {
    ServerFacts facts =
        ServerFacts.of(
            Map.of("role", "slave", "master_host", "db1", "master_port", "6379"),
            Optional.empty(),
            Optional.empty());
    assertThat(facts.isReplica()).isTrue();
    assertThat(facts.master()).contains("db1:6379");
  }

  @Test
  void serverThatTellsNothingIsUnknown() {
    ServerFacts facts = ServerFacts.of(Map.of(), Optional.empty(), Optional.empty());
    assertThat(facts.version()).isEmpty();
    assertThat(facts.eviction()).isEmpty();
    assertThat(facts.persistence()).isEqualTo(Persistence.UNKNOWN);
  }
}
