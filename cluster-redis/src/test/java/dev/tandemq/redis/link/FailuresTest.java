package dev.tandemq.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.error.CorruptJobException;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.error.QueueFullException;
import dev.tandemq.error.QueueUnavailableException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.RedissonShutdownException;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisLoadingException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReadonlyException;
import org.redisson.client.RedisReconnectedException;
import org.redisson.client.RedisResponseTimeoutException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.client.WriteRedisConnectionException;

final class FailuresTest {

  private static QueueException of(Throwable failure) {
    return Failures.of("redis://db1:6379/0: jobs/put", "shop", failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOPERM this user has no permissions to run the 'evalsha' command | QueueForbiddenException",
        "NOPERM No permissions to access a key | QueueForbiddenException",
        "ERR ACL failure in script: User w has no permissions to run 'set' | QueueForbiddenException",
        "ERR The user executing the script can't run this command or subcommand |"
            + " QueueForbiddenException",
        "NOAUTH Authentication required. | QueueForbiddenException",
        "WRONGPASS invalid username-password pair | QueueForbiddenException",
        "READONLY You can't write against a read only replica. | QueueUnavailableException",
        "LOADING Redis is loading the dataset in memory | QueueUnavailableException",
        "MASTERDOWN Link with MASTER is down | QueueUnavailableException",
        "CLUSTERDOWN The cluster is down | QueueUnavailableException",
        "MISCONF Redis is configured to save RDB snapshots | QueueUnavailableException",
        "BUSY Redis is busy running a script. | QueueUnavailableException",
        "NOREPLICAS Not enough good replicas to write. | QueueUnavailableException",
        "NOSCRIPT No matching script. | QueueUnavailableException",
        "ERR max number of clients reached | QueueUnavailableException",
        "OOM command not allowed when used memory > 'maxmemory'. | QueueFullException",
        "WRONGTYPE Operation against a key holding the wrong kind | CorruptJobException",
        "ERR user_script:3: attempt to index a nil value | OutcomeUnknownException",
      })
  void answersOfTheServer(String said, String type) {
    QueueException failure =
        of(new RedisException(said + ". channel: [id: 0x1] command: (EVALSHA), params: [payload]"));
    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure).hasMessageStartingWith("redis://db1:6379/0: jobs/put: ").hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("payload", "channel");
  }

  static Stream<Arguments> typesOfTheLibrary() {
    ConnectException refused = new ConnectException("Connection refused: /127.0.0.1:1");
    return Stream.of(
        Arguments.of(
            new RedisOutOfMemoryException("command not allowed"), QueueFullException.class),
        Arguments.of(new RedisAuthRequiredException("NOAUTH x"), QueueForbiddenException.class),
        Arguments.of(new RedisWrongPasswordException("WRONGPASS x"), QueueForbiddenException.class),
        Arguments.of(new RedisReadonlyException("READONLY x"), QueueUnavailableException.class),
        Arguments.of(new RedisLoadingException("LOADING x"), QueueUnavailableException.class),
        Arguments.of(new RedisConnectionException("x"), QueueUnavailableException.class),
        Arguments.of(new RedisConnectionException(refused), QueueUnavailableException.class),
        Arguments.of(
            new RedisException("Unexpected exception while processing command", refused),
            QueueUnavailableException.class),
        Arguments.of(
            new CompletionException(
                new RedisConnectionException("x", new RedisWrongPasswordException("WRONGPASS x"))),
            QueueForbiddenException.class),
        Arguments.of(
            new WriteRedisConnectionException("Channel has been closed!"),
            QueueUnavailableException.class),
        Arguments.of(
            new RedisTimeoutException("Unable to acquire connection! x"),
            QueueUnavailableException.class),
        Arguments.of(
            new RedisTimeoutException("Command still hasn't been written into connection!"),
            QueueUnavailableException.class),
        Arguments.of(
            new RedisResponseTimeoutException("Redis server response timeout"),
            OutcomeUnknownException.class),
        Arguments.of(
            new RedisReconnectedException("Channel has been reconnected"),
            OutcomeUnknownException.class),
        Arguments.of(new AnswerLostException(), OutcomeUnknownException.class),
        Arguments.of(
            new RedissonShutdownException("Redisson is shutdown"), OutcomeUnknownException.class),
        Arguments.of(new CancellationException(), OutcomeUnknownException.class),
        Arguments.of(new IllegalStateException("x"), OutcomeUnknownException.class));
  }

  @ParameterizedTest
  @MethodSource("typesOfTheLibrary")
  void typesOfTheLibrary(Throwable failure, Class<? extends QueueException> type) {
    assertThat(of(failure)).isExactlyInstanceOf(type).hasNoCause();
  }

  @Test
  void theReasonIsTheOneThatHelpsAndNotItsLastCause() {
    Throwable unknown = new UnknownHostException("db1");
    unknown.initCause(new IllegalStateException("NXDOMAIN"));
    Throwable plain = new SSLException("not a TLS record", new IllegalStateException("x"));

    assertThat(of(new RedisConnectionException("Unable to connect", unknown)))
        .hasMessageContaining("not reached (the host is not known)");
    assertThat(of(new RedisConnectionException("Unable to connect", plain)))
        .hasMessageContaining("not reached (TLS was not agreed upon)");
    assertThat(of(new RedisConnectionException("Unable to connect", new TimeoutException())))
        .hasMessageContaining("not reached (timeout)");
  }

  @Test
  void ourOwnStay() {
    QueueFullException own = new QueueFullException("full", null);
    assertThat(of(new CompletionException(own))).isSameAs(own);
  }

  @Test
  void foreignKeyIsNamedByItsFamily() {
    assertThat(of(new RedisException("WRONGTYPE Operation against a key")))
        .isInstanceOf(CorruptJobException.class)
        .hasMessageContaining("a key that begins with {shop}:")
        .hasMessageContaining("a namespace of its own");
  }
}
