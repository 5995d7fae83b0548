package dev.tandemq.engine.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.JobStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a driver is found and chosen, and what is said when none fits. */
final class BrokenDriversTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void driverWithABrokenClassFileHidesNoOther(int kind) throws Exception {
    copyClass(MemoryDriverOfSomebodyElse.class);
    Path file =
        folder.resolve(MemoryDriverOfSomebodyElse.class.getName().replace('.', '/') + ".class");
    byte[] bytes = Files.readAllBytes(file);
    switch (kind) {
      case 0 -> bytes[7] = 99; // compiled for a later JDK
      case 1 -> bytes = java.util.Arrays.copyOf(bytes, 100); // truncated
      default ->
          // misses a class of its client library
          bytes =
              new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                  .replace("dev/tandemq/driver/QueueDriver", "dev/tandemq/driver/QueueDriveX")
                  .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
    Files.write(file, bytes);

    try (OtherWorld world = worldWith(MemoryDriverOfSomebodyElse.class.getName())) {
      assertThat(world.choose("memory:")).isEqualTo(MemoryDriver.class.getName());
    }
  }

  @Test
  void driverThatThrowsHidesNoOther() {
    QueueDriver bad =
        new QueueDriver() {
          @Override
          public String name() {
            return "bad";
          }

          @Override
          public Set<String> schemes() {
            throw new IllegalStateException("no luck today");
          }

          @Override
          public int apiVersion() {
            return API_VERSION;
          }

          @Override
          public Capabilities capabilities() {
            throw new IllegalStateException("no luck today");
          }

          @Override
          public Set<String> options() {
            throw new IllegalStateException("no luck today");
          }

          @Override
          public JobStore open(QueueUrl url, DriverContext context) {
            throw new IllegalStateException("no luck today");
          }
        };

    assertThat(Drivers.of(List.of(bad, new MemoryDriver())).choose(QueueUrl.parse("memory:")))
        .isInstanceOf(MemoryDriver.class);
  }

  // ---- fixture

  /** Answers to the scheme of the memory driver. */
  public static class MemoryDriverOfSomebodyElse implements QueueDriver {

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Set<String> schemes() {
      return Set.of("memory");
    }

    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(Set.of(), Capabilities.MIN_PAYLOAD_BYTES, 1);
    }

    @Override
    public Set<String> options() {
      return Set.of();
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      throw new UnsupportedOperationException("a fake opens nothing");
    }
  }

  /** Makes a class known to the other world. */
  private void copyClass(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(file);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    try (InputStream bytes =
        Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file))) {
      Files.write(target, bytes.readAllBytes());
    }
  }

  /** The ports, the engine and the memory driver once more, and a driver of this name. */
  private OtherWorld worldWith(String driver) throws IOException {
    Path services = folder.resolve("META-INF/services/" + QueueDriver.class.getName());
    Files.createDirectories(Objects.requireNonNull(services.getParent()));
    Files.write(services, (driver + "\n").getBytes(UTF_8));
    List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
    for (Class<?> part : List.of(QueueDriver.class, Drivers.class, MemoryDriver.class)) {
      urls.add(part.getProtectionDomain().getCodeSource().getLocation());
    }
    return new OtherWorld(
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader()));
  }

  /** A class path of its own, reached by reflection. */
  private record OtherWorld(URLClassLoader loader) implements AutoCloseable {

    /** The name of the class of the chosen driver. */
    String choose(String url) throws ReflectiveOperationException {
      Class<?> drivers = loader.loadClass(Drivers.class.getName());
      Class<?> queueUrl = loader.loadClass(QueueUrl.class.getName());
      Object installed = drivers.getMethod("installed").invoke(null);
      Object parsed = queueUrl.getMethod("parse", String.class).invoke(null, url);
      return drivers.getMethod("choose", queueUrl).invoke(installed, parsed).getClass().getName();
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }
}
