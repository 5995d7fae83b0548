package dev.tandemq.backend;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, on one port of the loopback that stays the same as long as it lives,
 * whatever is done to it. Whoever starts it closes it; what is still open when the JVM ends, ends
 * with it, and what a killed JVM leaves behind is swept by {@code scripts/backends}.
 *
 * <p>Every method returns when what it says is so, within {@link #LIMIT} or with an {@link
 * IllegalStateException}. Not safe for concurrent use, but for {@link #close}.
 */
final class BackendContainer implements AutoCloseable {

  /** Long: a busy machine starts a server in seconds, not in tenths of them. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** What {@code scripts/backends sweep} goes by: the process that a container belongs to. */
  private static final String LABEL = "dev.tandemq.backend";

  private static final String NETWORK = "bridge";
  private static final int PORT_TRIES = 5;

  private static final Set<BackendContainer> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> OPEN.forEach(BackendContainer::close), "backends-end"));
  }

  private final GenericContainer<?> container;
  private final Readiness readiness;
  private final int port;

  private BackendContainer(GenericContainer<?> container, Readiness readiness, int port) {
    this.container = container;
    this.readiness = readiness;
    this.port = port;
  }

  /**
   * Starts a server of its own and waits until it is ready.
   *
   * @param inside the port that the server listens on in the container
   * @param command replaces the command of the image
   */
  static BackendContainer start(
      Image image, int inside, List<String> command, Readiness readiness) {
    String name = Engine.require(image);
    for (int i = 1; ; i++) {
      int port = Ports.free();
      GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(name));
      container.withCommand(command.toArray(String[]::new));
      container.withLabel(LABEL, String.valueOf(ProcessHandle.current().pid()));
      container.withCreateContainerCmdModifier(create -> bind(create, inside, port));
      container.withStartupCheckStrategy(new Begun());
      try {
        container.start();
      } catch (ContainerLaunchException e) {
        container.stop();
        if (i < PORT_TRIES && isPortTaken(e)) {
          continue;
        }
        throw e;
      }
      BackendContainer started = new BackendContainer(container, readiness, port);
      OPEN.add(started);
      try {
        started.awaitReady();
      } catch (RuntimeException e) {
        started.close();
        throw e;
      }
      return started;
    }
  }

  /** Not a port of Testcontainers' choice: that one changes with each restart and reconnect. */
  private static void bind(CreateContainerCmd create, int inside, int port) {
    ExposedPort exposed = ExposedPort.tcp(inside);
    HostConfig host = Objects.requireNonNullElseGet(create.getHostConfig(), HostConfig::new);
    create
        .withExposedPorts(exposed)
        .withHostConfig(
            host.withPortBindings(
                new PortBinding(Binding.bindIpAndPort("127.0.0.1", port), exposed)));
  }

  private static boolean isPortTaken(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("port is already allocated")
          || message.contains("address already in use")) {
        return true;
      }
    }
    return false;
  }

  /** The port on the loopback. */
  int port() {
    return port;
  }

  /** Freezes all processes of the server: it is connected to, and answers nothing. */
  void pause() {
    client().pauseContainerCmd(id()).exec();
  }

  /** Lets a frozen server go on. */
  void unpause() {
    client().unpauseContainerCmd(id()).exec();
  }

  /** Ends the server as {@code kill -9} does. Its files stay. */
  void kill() {
    client().killContainerCmd(id()).exec();
    await("killed", () -> !isRunning());
  }

  /** Starts a killed server again, with its files and its port, and waits until it is ready. */
  void restart() {
    client().startContainerCmd(id()).exec();
    awaitReady();
  }

  /** Takes the server off its network: connections end, new ones are refused. It runs on. */
  void cutOff() {
    client().disconnectFromNetworkCmd().withContainerId(id()).withNetworkId(NETWORK).exec();
  }

  /** Undoes {@link #cutOff} and waits until the server is ready. */
  void reconnect() {
    client().connectToNetworkCmd().withContainerId(id()).withNetworkId(NETWORK).exec();
    awaitReady();
  }

  /**
   * Runs a program in the container.
   *
   * @return its standard output
   * @throws IllegalStateException when it ends with anything but 0; the message holds its output
   */
  String exec(String... command) {
    try {
      ExecResult result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(
            command[0] + " failed: " + result.getStdout() + result.getStderr());
      }
      return result.getStdout();
    } catch (IOException e) {
      throw new IllegalStateException(command[0] + " failed", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What the server has written so far. */
  String log() {
    return container.getLogs();
  }

  /** Ends the server and throws away its files. Idempotent. */
  @Override
  public void close() {
    if (OPEN.remove(this)) {
      container.stop();
    }
  }

  private static DockerClient client() {
    return Engine.client();
  }

  private String id() {
    return container.getContainerId();
  }

  private boolean isRunning() {
    return Boolean.TRUE.equals(client().inspectContainerCmd(id()).exec().getState().getRunning());
  }

  private void awaitReady() {
    await("ready", this::isReady);
  }

  private boolean isReady() {
    try {
      return readiness.isReady(port);
    } catch (IOException e) {
      if (!isRunning()) {
        throw new IllegalStateException("the server has ended; it wrote:\n" + log(), e);
      }
      return false;
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the server is not " + what + " within " + LIMIT);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  /** Also one that has ended by now was started: whoever waits for it to be ready tells its end. */
  private static final class Begun extends StartupCheckStrategy {

    @Override
    public StartupStatus checkStartupState(DockerClient client, String id) {
      String status = getCurrentState(client, id).getStatus();
      return "created".equals(status) ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
    }
  }
}
