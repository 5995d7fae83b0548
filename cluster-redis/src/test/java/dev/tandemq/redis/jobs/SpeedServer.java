package dev.tandemq.redis.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.redis.link.RedisLink;
import dev.tandemq.redis.link.Script;
import dev.tandemq.tck.driver.PlainJobCodec;
import dev.tandemq.tck.driver.RealTimeContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code redis-server} of the machine itself, without a container between it and who talks to it,
 * on a free port of the loopback: {@code appendonly yes}, {@code appendfsync everysec}, and no
 * rewriting of the file, which would fall into one measurement and not into the next. Ended, and
 * its files removed, by {@link #close}.
 */
final class SpeedServer implements AutoCloseable {

  private static final int TRIES = 100;
  private static final Pattern CPU = Pattern.compile("used_cpu_(?:user|sys)_main_thread:([0-9.]+)");
  private static final Script INFO =
      new Script("speed/info", "return { redis.call('INFO', 'cpu') }");

  private final Path folder;
  private final Process process;
  private final int port;
  private final RealTimeContext context = new RealTimeContext();
  private final RedisLink link;

  /**
   * Starts it.
   *
   * @throws IllegalStateException when there is no {@code redis-server} on the path, or it does not
   *     answer within 10 s
   */
  SpeedServer() {
    try {
      this.folder = Files.createTempDirectory("redis-speed");
      this.port = freePort();
      this.process = start(folder, port);
    } catch (IOException e) {
      throw new IllegalStateException(
          "redis-server does not start: " + e.getMessage() + "; it must be on the path", e);
    }
    this.link = firstLink();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process start(Path folder, int port) throws IOException {
    List<String> command =
        List.of(
            "redis-server",
            "--bind 127.0.0.1",
            "--port " + port,
            "--dir " + folder,
            "--save ''",
            "--appendonly yes",
            "--appendfsync everysec",
            "--auto-aof-rewrite-percentage 0");
    List<String> words = new ArrayList<>();
    command.forEach(part -> words.addAll(List.of(part.replace("''", "").split(" ", 2))));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** The first answer of the server: it may not listen yet. */
  private RedisLink firstLink() {
    RuntimeException last = new IllegalStateException("never tried");
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try {
        return open("speed");
      } catch (RuntimeException e) {
        last = e;
        pause();
      }
    }
    close();
    throw new IllegalStateException("redis-server on port " + port + " does not answer", last);
  }

  private void pause() {
    try {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("redis-server ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  int port() {
    return port;
  }

  /** One more connection; the caller closes it. */
  RedisLink open(String namespace) {
    return RedisLink.open(
        QueueUrl.parse("redis://127.0.0.1:" + port + "/0?namespace=" + namespace),
        new DriverContext(context, new PlainJobCodec()));
  }

  /** The connection for what is asked besides the measurements. */
  RedisLink link() {
    return link;
  }

  /** Processor time that the thread of the server which runs scripts has spent so far. */
  double cpuMicros() {
    Object answer = RedisStores.await(link.run(INFO, List.of(link.key("x")), List.of()));
    if (!(answer instanceof List<?> list) || !(list.get(0) instanceof byte[] bytes)) {
      throw new IllegalStateException("INFO answers " + answer);
    }
    Matcher cpu = CPU.matcher(new String(bytes, UTF_8));
    double sum = 0;
    while (cpu.find()) {
      sum += Double.parseDouble(cpu.group(1));
    }
    return sum * 1_000_000;
  }

  /** A file beside the tests. */
  static String resource(String name) {
    try (InputStream in = SpeedServer.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no file " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (link != null) {
      link.close();
    }
    context.close();
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not end");
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
