package dev.tandemq.runs.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A way to a Redis server that understands what goes through: it counts the answers by script, and
 * can lose the answer of its choice. What was answered was applied: so each answer that it loses is
 * that of a call that the server has done. Safe for concurrent use; its threads are daemons.
 */
final class RespProxy implements AutoCloseable {

  /** What becomes of an answer, and of its connection. */
  enum Fate {
    /** It arrives. */
    ARRIVES,
    /** It is lost, and the connection is reset. */
    CUT,
    /**
     * It is lost, as all that the server says after it, for {@link #SILENCE_MILLIS}; then reset.
     */
    SILENCE
  }

  /** Decides over each answer of a script; called by several threads. */
  @FunctionalInterface
  interface Judge {
    /** The fate of the answer of that script, as {@code jobs/put}. */
    Fate judge(String script, Resp answer);
  }

  /** Long enough for a call time of 3 s to end in it. */
  private static final int SILENCE_MILLIS = 4_000;

  private final InetSocketAddress target;
  private final Judge judge;
  private final ScriptNames names = new ScriptNames();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** A proxy on a free port of the loopback. */
  RespProxy(int port, Judge judge) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.judge = judge;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String url() {
    return "redis://127.0.0.1:" + listener.getLocalPort() + "/0";
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "resp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Link link = new Link(listener.accept(), new Socket());
        daemon(link::requests);
      } catch (IOException e) {
        // Closed, or a client that gave up.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(RespProxy::reset);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }

  /** One connection: requests are answered in their order, so each answer is known by its turn. */
  private final class Link {

    private final Socket client;
    private final Socket server;
    private final BlockingQueue<Resp> waiting = new LinkedBlockingQueue<>();

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      open.add(client);
      open.add(server);
    }

    void requests() {
      try {
        server.connect(target, 5_000);
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        daemon(this::answers);
        InputStream in = new BufferedInputStream(client.getInputStream());
        while (true) {
          Resp request = Resp.read(in);
          names.learn(request);
          waiting.add(request);
          server.getOutputStream().write(request.raw());
          if (request.part(0).toUpperCase(Locale.ROOT).contains("SUBSCRIBE")) {
            // Who listens is told without asking: bytes are passed on as they come.
            in.transferTo(server.getOutputStream());
            return;
          }
        }
      } catch (IOException e) {
        // One side is gone: the other one learns it below.
      } finally {
        end();
      }
    }

    private void answers() {
      try {
        InputStream in = new BufferedInputStream(server.getInputStream());
        while (true) {
          Resp answer = Resp.read(in);
          Resp asked = waiting.poll();
          Fate fate = asked == null ? Fate.ARRIVES : judge.judge(names.of(asked), answer);
          if (fate == Fate.CUT) {
            return;
          }
          if (fate == Fate.SILENCE) {
            silence(in);
            return;
          }
          client.getOutputStream().write(answer.raw());
        }
      } catch (IOException e) {
        // As above.
      } finally {
        end();
      }
    }

    /** The server goes on to answer, and nobody hears it. */
    private void silence(InputStream in) throws IOException {
      long end = System.nanoTime() + SILENCE_MILLIS * 1_000_000L;
      server.setSoTimeout(SILENCE_MILLIS / 4);
      while (System.nanoTime() - end < 0) {
        try {
          if (in.read() < 0) {
            return;
          }
        } catch (SocketTimeoutException e) {
          // Nothing to swallow just now.
        }
      }
    }

    private void end() {
      reset(client);
      reset(server);
      open.remove(client);
      open.remove(server);
    }
  }
}
