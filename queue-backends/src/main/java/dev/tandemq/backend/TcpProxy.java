package dev.tandemq.backend;

import dev.tandemq.backend.ProxyFaults.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A way to a server that can be made worse while it is used. It listens on the loopback.
 *
 * <pre>{@code
 * try (RedisServer redis = RedisServer.start();
 *     TcpProxy proxy = new TcpProxy("127.0.0.1", redis.port())) {
 *   proxy.dropAnswers(); // the server does what it is asked, and nobody hears of it
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>There is one fault at a time, beside {@link #slow}; each method puts its own in place of the
 * last. It is in force for what arrives after the method has returned, on connections old and new.
 * Safe for concurrent use. Its threads are daemons.
 */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final ProxyFaults faults = new ProxyFaults();
  private final ProxyLink.Counters counters = new ProxyLink.Counters();
  private final AtomicLong connections = new AtomicLong();
  private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

  /** A proxy on a free port that passes everything on to this server, which need not run yet. */
  public TcpProxy(String host, int port) throws IOException {
    this.target = new InetSocketAddress(host, port);
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "proxy-" + listener.getLocalPort());
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** The port on the loopback that clients connect to; it stays the same. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Each chunk of at most 8 KiB, of either direction, waits so long. Zero is no delay. */
  public void slow(Duration perChunk) {
    if (perChunk.isNegative()) {
      throw new IllegalArgumentException("perChunk must not be negative: " + perChunk);
    }
    faults.delay(perChunk);
  }

  /** Requests reach the server, answers are thrown away, and connections stay open. */
  public void dropAnswers() {
    faults.set(Mode.LOSE_ANSWERS);
  }

  /** Requests reach the server; an answer is thrown away, and its connection ends. */
  public void cutAtAnswer() {
    faults.set(Mode.CUT_AT_ANSWER);
  }

  /** Requests are thrown away; what the server says of itself goes through. */
  public void oneWay() {
    faults.set(Mode.LOSE_REQUESTS);
  }

  /**
   * Connections are accepted and stay open, and nothing goes through, as if every packet were lost.
   * As with real packets, what waits comes through after {@link #heal}.
   */
  public void halfOpen() {
    faults.set(Mode.HOLD);
  }

  /** Ends all connections by a reset. New ones are as the fault of the moment wants them. */
  public void cut() {
    endLinks(link -> true);
  }

  /** Ends all connections, and each new one at once. */
  public void refuse() {
    faults.set(Mode.REFUSE);
    cut();
  }

  /**
   * Everything goes through again, and at once. A connection that has lost something ends: no real
   * one goes on with bytes missing, and a client would take each answer for that of another
   * request.
   */
  public void heal() {
    faults.delay(Duration.ZERO);
    faults.set(Mode.PASS);
    endLinks(ProxyLink::isLossy);
  }

  /** How many connections were accepted so far. */
  public long connections() {
    return connections.get();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return links.size();
  }

  /** Bytes passed on to the server so far. */
  public long bytesToServer() {
    return counters.toServer().get();
  }

  /** Bytes passed on to clients so far. */
  public long bytesToClient() {
    return counters.toClient().get();
  }

  /** Bytes thrown away so far, of both directions. Says that an answer was there, and is lost. */
  public long bytesLost() {
    return counters.lost().get();
  }

  /** Ends all connections and listens no longer. Idempotent. */
  @Override
  public void close() throws IOException {
    listener.close();
    refuse();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        open(listener.accept());
      } catch (IOException e) {
        // Closed, which ends the loop; or a client that gave up, which is its own affair.
      }
    }
  }

  private void open(Socket client) {
    connections.incrementAndGet();
    ProxyLink[] self = new ProxyLink[1];
    ProxyLink link = new ProxyLink(client, target, faults, counters, () -> links.remove(self[0]));
    self[0] = link;
    links.add(link);
    // After it is among the links: a refusal in between finds it in one place or the other.
    if (faults.mode() == Mode.REFUSE) {
      link.end();
    } else {
      link.start();
    }
  }

  private void endLinks(Predicate<ProxyLink> which) {
    links.stream().filter(which).forEach(ProxyLink::end);
  }
}
