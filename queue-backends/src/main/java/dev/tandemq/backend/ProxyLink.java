package dev.tandemq.backend;

import dev.tandemq.backend.ProxyFaults.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through a proxy: two sockets, and a thread for each direction. */
final class ProxyLink {

  /** What went through, and what was thrown away, over all connections of a proxy, in bytes. */
  record Counters(AtomicLong toServer, AtomicLong toClient, AtomicLong lost) {
    Counters() {
      this(new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
  }

  private static final int CHUNK = 8192;
  private static final int CONNECT_MILLIS = 5_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final InetSocketAddress target;
  private final ProxyFaults faults;
  private final Counters counters;
  private final Runnable afterEnd;
  private final List<Thread> threads;
  private volatile boolean lossy;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param afterEnd runs when the connection ends, perhaps more than once
   */
  ProxyLink(
      Socket client,
      InetSocketAddress target,
      ProxyFaults faults,
      Counters counters,
      Runnable afterEnd) {
    this.client = client;
    this.target = target;
    this.faults = faults;
    this.counters = counters;
    this.afterEnd = afterEnd;
    this.threads =
        List.of(
            new Thread(this::requests, "proxy-requests"),
            new Thread(this::answers, "proxy-answers"));
    threads.forEach(thread -> thread.setDaemon(true));
  }

  void start() {
    threads.get(0).start();
  }

  /** Bytes are missing in it: neither side could make sense of what comes next. */
  boolean isLossy() {
    return lossy;
  }

  /** Ends both sides by a reset: what is on its way is lost. Idempotent. */
  void end() {
    reset(client);
    reset(server);
    finish();
  }

  /** Ends both sides in order: what was passed on still arrives. */
  private void finish() {
    quietly(client);
    quietly(server);
    threads.forEach(Thread::interrupt);
    afterEnd.run();
  }

  private void requests() {
    try {
      // Only now: while nothing goes through, the server does not even hear of it.
      faults.admit();
      server.connect(target, CONNECT_MILLIS);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      threads.get(1).start();
      pump(client, server, Mode.LOSE_REQUESTS, counters.toServer());
    } catch (IOException | InterruptedException e) {
      // One side is gone, or the link was ended: the other side learns it below.
    } finally {
      finish();
    }
  }

  private void answers() {
    try {
      pump(server, client, Mode.LOSE_ANSWERS, counters.toClient());
    } catch (IOException | InterruptedException e) {
      // As above.
    } finally {
      finish();
    }
  }

  private void pump(Socket from, Socket to, Mode losing, AtomicLong passed)
      throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    InputStream in = from.getInputStream();
    while (true) {
      int length = in.read(chunk);
      Mode mode = faults.admit();
      if (length < 0) {
        return;
      }
      if (mode == losing || (mode == Mode.CUT_AT_ANSWER && losing == Mode.LOSE_ANSWERS)) {
        lossy = true;
        counters.lost().addAndGet(length);
        // Healed meanwhile, and not seen to be lossy by whoever healed it.
        if (!faults.mode().loses()) {
          end();
        }
      } else if (lossy && !mode.loses()) {
        end();
      } else {
        // Counted first: whoever hears the answer may look at the counter at once.
        passed.addAndGet(length);
        to.getOutputStream().write(chunk, 0, length);
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    quietly(socket);
  }

  private static void quietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is of no more use either way.
    }
  }
}
