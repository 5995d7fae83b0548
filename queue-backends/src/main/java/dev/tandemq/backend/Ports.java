package dev.tandemq.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of the loopback. They lie below those that systems give to outgoing connections: else
 * one of these could take the port of a server while it is down, and the server not come back.
 */
final class Ports {

  private static final int FIRST = 20_000;
  private static final int LAST = 31_999;
  private static final int TRIES = 100;

  private Ports() {}

  /** A port that nobody listens on at this moment; by the time it is used, somebody may. */
  static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port among " + TRIES + " between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
