package dev.tandemq.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class EngineTest {

  private static final Map<String, String> PREPARED =
      Map.of(
          "BACKEND_IMAGES", "local",
          "TESTCONTAINERS_RYUK_DISABLED", "true",
          "TESTCONTAINERS_HOST_OVERRIDE", "localhost");

  @Test
  void variablePicksTheImage() {
    assertThat(Image.REDIS.pick(Map.of())).isEqualTo("redis:7.4");
    assertThat(Image.REDIS.pick(Map.of("BACKEND_IMAGES", "official"))).isEqualTo("redis:7.4");
    assertThat(Image.REDIS.pick(PREPARED)).isEqualTo("local/redis:7.0.15");
    assertThatIllegalStateException()
        .isThrownBy(() -> Image.REDIS.pick(Map.of("BACKEND_IMAGES", "mine")))
        .withMessage("BACKEND_IMAGES is \"mine\"; it can be official or local");
  }

  @Test
  void preparedEnvironmentHasNoProblem() {
    assertThat(Engine.problem(PREPARED, true)).isNull();
    assertThat(Engine.problem(Map.of(), false)).isNull();
  }

  @Test
  void whatWouldFetchAnImageIsSaidAtOnce() {
    assertThat(Engine.problem(Map.of("BACKEND_IMAGES", "local"), false))
        .isEqualTo("TESTCONTAINERS_RYUK_DISABLED is not set");
    assertThat(Engine.problem(Map.of(), true)).isEqualTo("TESTCONTAINERS_HOST_OVERRIDE is not set");
  }

  @Test
  void socketThatNobodyListensOnIsSaidAtOnce() {
    assertThat(Engine.problem(Map.of("DOCKER_HOST", "unix:///no/such.sock"), false))
        .isEqualTo("no container engine answers at unix:///no/such.sock");
  }
}
