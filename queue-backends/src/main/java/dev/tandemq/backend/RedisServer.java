package dev.tandemq.backend;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis server for tests, on a fixed port of the loopback. It keeps nothing on disk unless
 * told to, and has no password.
 *
 * <pre>{@code
 * try (RedisServer redis = RedisServer.startDurable()) {
 *   redis.kill();
 *   redis.restart(); // same port, same data
 * }
 * }</pre>
 *
 * <p>Methods that break or mend the server return when it is so, and throw an {@link
 * IllegalStateException} when it is not within 30 s. They are for a server of one's own: the shared
 * one refuses them.
 */
public final class RedisServer implements AutoCloseable {

  /** A server that runs already, as a URL, instead of the shared one. For those who write tests. */
  public static final String VARIABLE = "REDIS_FOR_TESTS";

  private static final int PORT = 6379;
  private static final Shared SHARED = new Shared();

  private final String url;
  private final boolean shared;
  private final @Nullable BackendContainer container;

  private RedisServer(String url, boolean shared, @Nullable BackendContainer container) {
    this.url = url;
    this.shared = shared;
    this.container = container;
  }

  /**
   * The server that the tests of this JVM share, each with a namespace of its own. Started by the
   * first call, ended with the JVM. If the environment variable {@link #VARIABLE} holds a URL, it
   * is the server there, and nothing is started.
   *
   * @throws IllegalStateException when engine or image are missing; the message says what to run
   */
  public static RedisServer shared() {
    return SHARED.get();
  }

  /**
   * Starts a server of one's own.
   *
   * @param arguments of {@code redis-server}, as {@code "--maxmemory", "50mb"}
   * @throws IllegalStateException when engine or image are missing; the message says what to run
   */
  public static RedisServer start(String... arguments) {
    return start(false, arguments);
  }

  /** As {@link #start}, and what was acknowledged is in its file: {@code appendfsync always}. */
  public static RedisServer startDurable(String... arguments) {
    return start(
        false,
        Stream.concat(
                Stream.of("--appendonly", "yes", "--appendfsync", "always"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static RedisServer start(boolean shared, String... arguments) {
    List<String> command = new ArrayList<>(List.of("redis-server", "--save", ""));
    command.addAll(List.of(arguments));
    BackendContainer container =
        BackendContainer.start(Image.REDIS, PORT, command, RedisServer::answers);
    return new RedisServer("redis://127.0.0.1:" + container.port() + "/0", shared, container);
  }

  /** Also a server that asks for a password is there; one that still loads its file is not. */
  private static boolean answers(int port) throws IOException {
    return Readiness.answers("PING", "+PONG").isReady(port)
        || Readiness.answers("PING", "-NOAUTH").isReady(port);
  }

  /** As {@code redis://127.0.0.1:21000/0}. */
  public String url() {
    return url;
  }

  /** The port on the loopback; it stays the same. */
  public int port() {
    return URI.create(url).getPort();
  }

  /** Freezes the server: it is connected to, and answers nothing. */
  public void pause() {
    own().pause();
  }

  /** Lets a frozen server go on. */
  public void unpause() {
    own().unpause();
  }

  /** Ends the server as {@code kill -9} does. Its files stay. */
  public void kill() {
    own().kill();
  }

  /** Starts a killed server again, on the same port, with what its files hold. */
  public void restart() {
    own().restart();
  }

  /** Takes the server off its network: connections end, new ones are refused. It runs on. */
  public void cutOff() {
    own().cutOff();
  }

  /** Undoes {@link #cutOff}. */
  public void reconnect() {
    own().reconnect();
  }

  /**
   * Lets {@code redis-cli} say something to the server, from within the container.
   *
   * @param command as {@code "CONFIG", "SET", "maxmemory", "50mb"}
   * @return the answer without the end of its last line; the parts of a list are lines
   * @throws IllegalStateException when the answer is an error, which is in the message
   */
  public String exec(String... command) {
    List<String> words = new ArrayList<>(List.of("redis-cli", "-e"));
    words.addAll(List.of(command));
    return container().exec(words.toArray(String[]::new)).stripTrailing();
  }

  /** What the server has written so far. */
  public String log() {
    return container().log();
  }

  /** Ends the server and throws away its files. Idempotent. */
  @Override
  public void close() {
    own().close();
  }

  private BackendContainer own() {
    if (shared) {
      throw new IllegalStateException("other tests share this server: start one of your own");
    }
    return container();
  }

  private BackendContainer container() {
    if (container == null) {
      throw new IllegalStateException("the server of " + VARIABLE + " is not in a container");
    }
    return container;
  }

  /** Started once; what failed once fails for all tests in the same words, and at once. */
  private static final class Shared {

    private @Nullable RedisServer server;
    private @Nullable IllegalStateException failure;

    synchronized RedisServer get() {
      if (failure != null) {
        throw new IllegalStateException(failure.getMessage(), failure);
      }
      if (server == null) {
        String given = System.getenv(VARIABLE);
        try {
          server = given == null ? start(true) : new RedisServer(given, true, null);
        } catch (IllegalStateException e) {
          failure = e;
          throw e;
        }
      }
      return server;
    }
  }
}
