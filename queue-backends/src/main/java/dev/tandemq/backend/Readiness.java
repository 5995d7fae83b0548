package dev.tandemq.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Whether a server answers what it shall. An open port proves nothing: the engine accepts before
 * the server does.
 */
interface Readiness {

  /** Asks once, over the loopback; an exception means no. */
  boolean isReady(int port) throws IOException;

  /**
   * Ready when the answer to a line of text begins with these characters. For Redis ({@code PING})
   * and ZooKeeper ({@code srvr}).
   */
  static Readiness answers(String line, String beginning) {
    return port -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        socket.setSoTimeout(1_000);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(beginning.length());
        return new String(answer, StandardCharsets.US_ASCII).equals(beginning);
      }
    };
  }
}
