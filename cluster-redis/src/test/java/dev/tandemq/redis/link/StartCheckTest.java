package dev.tandemq.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.backend.RedisServer;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StartCheckTest {

  private final Links links = new Links();

  @AfterEach
  void end() {
    links.close();
  }

  private static String as(String login, RedisServer redis) {
    return "redis://" + login + "@127.0.0.1:" + redis.port() + "/0";
  }

  @Test
  void fitServerIsOpened() {
    try (RedisLink link = links.open(RedisServer.shared().url())) {
      assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
      assertThat(link).hasToString(RedisServer.shared().url() + "?namespace=" + links.namespace());
    }
  }

  @Test
  void nobodyThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> links.open("redis://127.0.0.1:" + port + "/0"))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining(
            "redis://127.0.0.1:" + port + "/0: no server answered within 10000 ms")
        .hasMessageContaining("connection refused");
  }

  @Test
  void nobodyAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();
      assertThatThrownBy(
              () ->
                  links.open(
                      "redis://127.0.0.1:" + silent.getLocalPort() + "/0",
                      "connect-timeout=500ms",
                      "call-timeout=500ms"))
          .isInstanceOf(QueueUnavailableException.class)
          .hasMessageContaining("no server answered within 500 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void nobodyHasTheName() {
    assertThatThrownBy(() -> links.open("redis://no-such-host.invalid/0", "connect-timeout=5s"))
        .isInstanceOf(QueueUnavailableException.class)
        .hasMessageContaining("no server answered within 5000 ms");
  }

  @Test
  void passwordIsWrongOrMissing() {
    try (RedisServer redis = RedisServer.start("--requirepass", "s3same")) {
      assertThatThrownBy(() -> links.open(redis.url()))
          .isInstanceOf(QueueForbiddenException.class)
          .hasMessageContaining("the server asks for a password");
      assertThatThrownBy(() -> links.open(as(":hunter2", redis)))
          .isInstanceOf(QueueForbiddenException.class)
          .hasMessageContaining("does not accept the user and password")
          .hasNoCause()
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
      try (RedisLink link = links.open(as(":s3same", redis))) {
        assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
        assertThat(link.toString()).doesNotContain("s3same");
      }
    }
  }

  @Test
  void databaseIsNotThere() {
    String url = RedisServer.shared().url().replaceAll("/0$", "/99");
    assertThatThrownBy(() -> links.open(url))
        .isInstanceOf(QueueForbiddenException.class)
        .hasMessageContaining("the server has no database 99");
  }

  @Test
  void userLacksARight() {
    try (RedisServer redis = RedisServer.start()) {
      String mine = "{" + links.namespace() + "}:*";
      redis.exec(
          "ACL", "SETUSER", "whole", "on", ">pw", "~" + mine, "&" + mine, "+@all", "-config");
      redis.exec("ACL", "SETUSER", "nowrite", "on", ">pw", "~" + mine, "&" + mine, "+@all", "-set");
      redis.exec("ACL", "SETUSER", "nokeys", "on", ">pw", "~other:*", "&" + mine, "+@all");
      redis.exec("ACL", "SETUSER", "nowords", "on", ">pw", "~" + mine, "resetchannels", "+@all");
      redis.exec(
          "ACL", "SETUSER", "noeval", "on", ">pw", "~" + mine, "&" + mine, "+@all", "-@scripting");
      redis.exec("ACL", "SETUSER", "noinfo", "on", ">pw", "~" + mine, "&" + mine, "+@all", "-info");
      redis.exec("ACL", "SETUSER", "notime", "on", ">pw", "~" + mine, "&" + mine, "+@all", "-time");
      for (String user :
          new String[] {"nowrite", "nokeys", "nowords", "noeval", "noinfo", "notime"}) {
        assertThatThrownBy(() -> links.open(as(user + ":pw", redis)))
            .as(user)
            .isInstanceOf(QueueForbiddenException.class)
            .hasMessageContaining("the user needs ~" + mine);
      }
      try (RedisLink link = links.open(as("whole:pw", redis))) {
        assertThat(link.persistence()).isEqualTo(Persistence.AT_MOST_SNAPSHOTS);
      }
    }
  }

  @Test
  void replicaIsRefused() {
    try (RedisServer redis = RedisServer.start("--replicaof", "127.0.0.1 1")) {
      assertThatThrownBy(() -> links.open(redis.url()))
          .isInstanceOf(QueueForbiddenException.class)
          .hasMessageContaining("a replica of 127.0.0.1:1")
          .hasMessageContaining("give the URL of its master");
    }
  }

  @Test
  void evictionIsRefusedUnlessAllowed() {
    try (RedisServer redis = RedisServer.start("--maxmemory-policy", "allkeys-lru")) {
      assertThatThrownBy(() -> links.open(redis.url()))
          .isInstanceOf(QueueForbiddenException.class)
          .hasMessageContaining("maxmemory-policy allkeys-lru")
          .hasMessageContaining("CONFIG SET maxmemory-policy noeviction");
      try (Said said = Said.listen();
          RedisLink link = links.open(redis.url(), "allow-eviction=true")) {
        assertThat(Links.ask(link, Links.COUNT)).isEqualTo(1L);
        assertThat(said.warnings()).anyMatch(text -> text.contains("throws jobs away"));
      }
    }
  }

  @Test
  void persistenceIsTold() {
    try (RedisServer redis = RedisServer.startDurable();
        Said said = Said.listen();
        RedisLink link = links.open(redis.url())) {
      assertThat(link.persistence()).isEqualTo(Persistence.APPEND_ALWAYS);
      assertThat(said.all()).anyMatch(text -> text.contains("append-only file, flushed always"));
    }
  }

  @Test
  void fullServerIsOpenedWithAWarning() {
    try (RedisServer redis = RedisServer.start();
        Said said = Said.listen()) {
      redis.exec("CONFIG", "SET", "maxmemory", "1");
      try (RedisLink link = links.open(redis.url())) {
        assertThat(Links.ask(link, Links.READ)).isEqualTo(0L);
        assertThat(said.warnings()).anyMatch(text -> text.contains("pushes are refused"));
      }
    }
  }
}
