package dev.tandemq.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says "heard X" to X, and keeps what it heard. */
final class TcpProxyTest {

  private final EchoServer server = new EchoServer();
  private final TcpProxy proxy;

  TcpProxyTest() throws IOException {
    proxy = new TcpProxy("127.0.0.1", server.port());
  }

  private Line line;

  @BeforeEach
  void connect() throws IOException {
    line = new Line(proxy.port());
    assertThat(line.ask("a")).isEqualTo("heard a");
    assertThat(server.next()).isEqualTo("a");
  }

  @AfterEach
  void close() throws IOException {
    line.close();
    proxy.close();
    server.close();
  }

  @Test
  void passesAndCounts() throws IOException {
    assertThat(line.ask("bc")).isEqualTo("heard bc");
    assertThat(proxy.bytesToServer()).isEqualTo("a\r\nbc\r\n".length());
    assertThat(proxy.bytesToClient()).isEqualTo("heard a\nheard bc\n".length());
    assertThat(proxy.bytesLost()).isZero();
    assertThat(proxy.connections()).isEqualTo(1);
    assertThat(proxy.openConnections()).isEqualTo(1);
  }

  @Test
  void slowLinkDelaysEachChunk() throws IOException {
    proxy.slow(Duration.ofMillis(150));
    long start = System.nanoTime();
    assertThat(line.ask("b")).isEqualTo("heard b");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    assertThatIllegalArgumentException().isThrownBy(() -> proxy.slow(Duration.ofMillis(-1)));
  }

  @Test
  void droppedAnswerIsOfARequestThatArrived() throws IOException {
    proxy.dropAnswers();
    line.patience(200);
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(SocketTimeoutException.class);
    assertThat(server.next()).isEqualTo("b");
    assertThat(proxy.bytesLost()).isEqualTo("heard b\n".length());
    assertThat(proxy.openConnections()).isEqualTo(1);
  }

  @Test
  void connectionThatLostSomethingDoesNotSurviveHealing() throws IOException {
    proxy.dropAnswers();
    line.patience(200);
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(SocketTimeoutException.class);
    line.patience(20_000);
    proxy.heal();
    assertThatThrownBy(() -> line.ask("c")).isInstanceOf(IOException.class);
    try (Line fresh = new Line(proxy.port())) {
      assertThat(fresh.ask("d")).isEqualTo("heard d");
    }
  }

  @Test
  void connectionCanEndWithItsAnswer() throws IOException {
    proxy.cutAtAnswer();
    assertThatThrownBy(() -> line.ask("b"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(server.next()).isEqualTo("b");
    assertThat(proxy.bytesLost()).isEqualTo("heard b\n".length());
  }

  @Test
  void halfOpenLinkAcceptsAndHoldsEverythingBack() throws IOException {
    proxy.halfOpen();
    try (Line fresh = new Line(proxy.port())) {
      fresh.patience(200);
      assertThatThrownBy(() -> fresh.ask("b")).isInstanceOf(SocketTimeoutException.class);
      line.say("c");
      assertThat(server.isSilent()).isTrue();
      proxy.heal();
      assertThat(line.hear()).isEqualTo("heard c");
      fresh.patience(20_000);
      assertThat(fresh.hear()).isEqualTo("heard b");
    }
  }

  @Test
  void oneWayLinkLetsTheServerSpeak() throws IOException {
    proxy.oneWay();
    line.patience(200);
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(SocketTimeoutException.class);
    assertThat(server.isSilent()).isTrue();
    line.patience(20_000);
    server.shout("news");
    assertThat(line.hear()).isEqualTo("news");
  }

  @Test
  void cutEndsOpenConnectionsOnly() throws IOException {
    proxy.cut();
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(IOException.class);
    try (Line fresh = new Line(proxy.port())) {
      assertThat(fresh.ask("c")).isEqualTo("heard c");
    }
  }

  @Test
  void refusalIsForNewConnectionsToo() throws IOException {
    proxy.refuse();
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> {
              try (Line fresh = new Line(proxy.port())) {
                fresh.ask("c");
              }
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    proxy.heal();
    try (Line fresh = new Line(proxy.port())) {
      assertThat(fresh.ask("d")).isEqualTo("heard d");
    }
  }

  @Test
  void lastWordsOfAServerArrive() throws IOException {
    server.shout("farewell");
    server.close();
    assertThat(line.hear()).isEqualTo("farewell");
    assertThatThrownBy(line::hear).isInstanceOf(EOFException.class);
  }

  @Test
  void serverThatIsGoneEndsTheConnection() throws IOException {
    server.close();
    assertThatThrownBy(() -> line.ask("b")).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> {
              try (Line fresh = new Line(proxy.port())) {
                fresh.ask("c");
              }
            })
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }
}
