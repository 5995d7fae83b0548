package dev.tandemq.backend;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * The container engine. Looks before it is used: without a look, each missing piece costs two
 * minutes of retries in each test, and ends in a message that names something else.
 */
final class Engine {

  private static final String ADVICE =
      "; run this, and the tests again: scripts/backends up && eval \"$(scripts/backends env)\"";

  private Engine() {}

  /**
   * The name of an image that is there, on an engine that answers.
   *
   * @throws IllegalStateException when either is not so; the message says what to run
   */
  static String require(Image image) {
    return require(image, System.getenv());
  }

  static String require(Image image, Map<String, String> environment) {
    String name = image.pick(environment);
    if (environment.getOrDefault(Image.VARIABLE, "").equals("local")
        && !Boolean.parseBoolean(environment.get("TESTCONTAINERS_RYUK_DISABLED"))) {
      throw new IllegalStateException("TESTCONTAINERS_RYUK_DISABLED is not set" + ADVICE);
    }
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException("no container engine answers" + ADVICE);
    }
    if (!holds(name)) {
      throw new IllegalStateException("the engine has no image " + name + ADVICE);
    }
    return name;
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
