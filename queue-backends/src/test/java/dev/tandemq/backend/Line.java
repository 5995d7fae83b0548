package dev.tandemq.backend;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection that sends lines and reads lines. Waits 20 s for an answer, unless told otherwise.
 */
final class Line implements AutoCloseable {

  private final Socket socket = new Socket();
  private final BufferedReader answers;

  Line(int port) throws IOException {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
      socket.setSoTimeout(20_000);
      answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  void say(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  String hear() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new EOFException("the other side has ended the connection");
    }
    return line;
  }

  String ask(String line) throws IOException {
    say(line);
    return hear();
  }

  /** The value of a key of Redis. */
  String get(String key) throws IOException {
    String length = ask("GET " + key);
    return length.equals("$-1") ? "nothing" : hear();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
