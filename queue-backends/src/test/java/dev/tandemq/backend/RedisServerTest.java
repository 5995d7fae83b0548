package dev.tandemq.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

final class RedisServerTest {

  @Test
  void sharedServerIsOneAndAnswers() throws IOException {
    RedisServer shared = RedisServer.shared();
    assertThat(RedisServer.shared()).isSameAs(shared);
    assertThat(shared.url()).isEqualTo("redis://127.0.0.1:" + shared.port() + "/0");
    try (Line line = new Line(shared.port())) {
      assertThat(line.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void sharedServerIsNotForBreaking() {
    RedisServer shared = RedisServer.shared();
    assertThatIllegalStateException().isThrownBy(shared::kill).withMessageContaining("of your own");
    assertThatIllegalStateException()
        .isThrownBy(shared::close)
        .withMessageContaining("of your own");
  }

  @Test
  void killedServerComesBackWithItsDataOnItsPort() throws IOException {
    try (RedisServer redis = RedisServer.startDurable()) {
      try (Line line = new Line(redis.port())) {
        assertThat(line.ask("SET city Ulm")).isEqualTo("+OK");
        redis.kill();
        assertThatThrownBy(() -> line.ask("PING")).isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> new Line(redis.port())).isInstanceOf(ConnectException.class);
      redis.restart();
      try (Line line = new Line(redis.port())) {
        assertThat(line.get("city")).isEqualTo("Ulm");
      }
    }
  }

  @Test
  void serverKeepsNothingUnlessToldTo() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      try (Line line = new Line(redis.port())) {
        assertThat(line.ask("SET city Ulm")).isEqualTo("+OK");
      }
      redis.kill();
      redis.restart();
      try (Line line = new Line(redis.port())) {
        assertThat(line.get("city")).isEqualTo("nothing");
      }
    }
  }

  @Test
  void pausedServerAcceptsAndAnswersLater() throws IOException {
    try (RedisServer redis = RedisServer.start();
        Line line = new Line(redis.port())) {
      assertThat(line.ask("PING")).isEqualTo("+PONG");
      redis.pause();
      line.patience(300);
      assertThatThrownBy(() -> line.ask("PING")).isInstanceOf(SocketTimeoutException.class);
      try (Line another = new Line(redis.port())) {
        another.say("ECHO late");
        redis.unpause();
        assertThat(another.hear()).isEqualTo("$4");
      }
      line.patience(20_000);
      assertThat(line.hear()).isEqualTo("+PONG");
    }
  }

  @Test
  void pausedServerCanBeClosed() {
    RedisServer redis = RedisServer.start();
    redis.pause();
    redis.close();
    assertThatThrownBy(() -> new Line(redis.port())).isInstanceOf(ConnectException.class);
    redis.close();
  }

  @Test
  void serverThatIsCutOffRunsOnAndComesBackOnItsPort() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      try (Line line = new Line(redis.port())) {
        assertThat(line.ask("SET city Ulm")).isEqualTo("+OK");
        redis.cutOff();
        assertThatThrownBy(() -> line.ask("PING")).isInstanceOf(IOException.class);
      }
      assertThatThrownBy(
              () -> {
                try (Line line = new Line(redis.port())) {
                  line.ask("PING");
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(redis.exec("SET", "river", "Donau")).isEqualTo("OK");
      redis.reconnect();
      try (Line line = new Line(redis.port())) {
        assertThat(line.get("city")).isEqualTo("Ulm");
        assertThat(line.get("river")).isEqualTo("Donau");
      }
    }
  }

  @Test
  void argumentsAreThoseOfTheServer() {
    try (RedisServer redis = RedisServer.start("--maxmemory", "50mb")) {
      assertThat(redis.exec("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n52428800");
      assertThat(redis.exec("CONFIG", "GET", "save").strip()).isEqualTo("save");
    }
  }

  @Test
  void serverWithPasswordIsReadyToo() {
    try (RedisServer redis = RedisServer.start("--requirepass", "secret")) {
      assertThatIllegalStateException()
          .isThrownBy(() -> redis.exec("PING"))
          .withMessageContaining("NOAUTH");
      assertThat(redis.exec("-a", "secret", "--no-auth-warning", "PING")).isEqualTo("PONG");
    }
  }

  @Test
  void errorOfTheServerIsThrown() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RedisServer.shared().exec("NONSENSE"))
        .withMessageContaining("unknown command");
  }

  @Test
  void serverThatCannotStartSaysWhatItWrote() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RedisServer.start("--no-such-setting", "1"))
        .withMessageContaining("no-such-setting");
  }
}
