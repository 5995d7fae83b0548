package dev.tandemq.backend;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * The container engine. Looks before it is used: without a look, each missing piece costs two
 * minutes of retries in each test, and ends in a message that names something else.
 */
final class Engine {

  private static final String ADVICE =
      "; run this, and the tests again: scripts/backends up && eval \"$(scripts/backends env)\"";

  private static final String UNIX = "unix://";

  private Engine() {}

  /**
   * The name of an image that is there, on an engine that answers.
   *
   * @throws IllegalStateException when either is not so; the message says what to run
   */
  static String require(Image image) {
    Map<String, String> environment = System.getenv();
    String name = image.pick(environment);
    String problem = problem(environment, Files.exists(Path.of("/.dockerenv")));
    if (problem != null) {
      throw new IllegalStateException(problem + ADVICE);
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException("no container engine answers" + ADVICE);
    }
    if (!holds(name)) {
      throw new IllegalStateException("the engine has no image " + name + ADVICE);
    }
    return name;
  }

  /**
   * What would make Testcontainers fetch images of its own, or ask an engine that is not there
   * again and again; null when there is nothing of the kind.
   *
   * @param inContainer whether this machine takes itself to be a container
   */
  static @Nullable String problem(Map<String, String> environment, boolean inContainer) {
    boolean local = environment.getOrDefault(Image.VARIABLE, "").equals("local");
    if (local && !Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"))) {
      return "TESTCONTAINERS_RYUK_DISABLED is not set";
    }
    if (inContainer && !environment.containsKey("TESTCONTAINERS_HOST_OVERRIDE")) {
      return "TESTCONTAINERS_HOST_OVERRIDE is not set";
    }
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (host.startsWith(UNIX) && !accepts(Path.of(host.substring(UNIX.length())))) {
      return "no container engine answers at " + host;
    }
    return null;
  }

  private static boolean accepts(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Not over the client of Testcontainers, whose first use starts, and may fetch, its watchdog. */
  private static boolean holds(String image) {
    try (DockerClient client =
        DockerClientProviderStrategy.getClientForConfig(
            DockerClientFactory.instance().getTransportConfig())) {
      client.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The client for whatever Testcontainers has no method for; never closed. */
  static DockerClient client() {
    return DockerClientFactory.lazyClient();
  }
}
