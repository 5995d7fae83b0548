package dev.tandemq.engine.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.JobStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
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
final class DriversTest {

  private static final QueueDriver REDIS = driver("redis", Set.of("redis", "rediss"), "timeout");
  private static final QueueDriver ETCD = driver("etcd", Set.of("etcd"));

  @TempDir private Path folder;

  // ---- choice

  @Test
  void driverIsChosenByAnyOfItsSchemes() {
    Drivers drivers = Drivers.of(List.of(REDIS, ETCD));

    assertThat(drivers.choose(QueueUrl.parse("redis://h"))).isSameAs(REDIS);
    assertThat(drivers.choose(QueueUrl.parse("REDISS://h?timeout=1"))).isSameAs(REDIS);
    assertThat(drivers.choose(QueueUrl.parse("etcd:?namespace=shop"))).isSameAs(ETCD);
  }

  @Test
  void driversAreSortedByNameAndCannotBeChanged() {
    Drivers drivers = Drivers.of(List.of(REDIS, ETCD));

    assertThat(drivers.all()).containsExactly(ETCD, REDIS);
    assertThatThrownBy(() -> drivers.all().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nobodyToChooseFromIsSaidAsSuch() {
    Drivers none = Drivers.of(List.of());

    assertThatThrownBy(() -> none.choose(QueueUrl.parse("redis://u:hunter2@h")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no driver for \"redis:\"; found no driver at all; add the driver's JAR");
  }

  @Test
  void unknownSchemeIsToldWithTheDriversThatWereFound() {
    Drivers drivers = Drivers.of(List.of(REDIS, ETCD));

    assertThatThrownBy(() -> drivers.choose(QueueUrl.parse("kafka://u:hunter2@h?a=b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no driver for \"kafka:\"; found etcd [etcd], redis [redis, rediss];"
                + " add the driver's JAR");
  }

  @Test
  void twoDriversWithOneSchemeAreBothNamedByTheirClasses() {
    QueueDriver copy = new MemoryDriverOfSomebodyElse();
    Drivers drivers = Drivers.of(List.of(new MemoryDriver(), copy));

    assertThatThrownBy(() -> drivers.choose(QueueUrl.parse("memory:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("several drivers answer to \"memory:\"")
        .hasMessageContaining(MemoryDriver.class.getName())
        .hasMessageContaining(copy.getClass().getName())
        .hasMessageContaining("remove all but one");
  }

  @Test
  void twoDriversWithOneSchemeDoNotHurtAnotherScheme() {
    Drivers drivers =
        Drivers.of(List.of(new MemoryDriver(), new MemoryDriverOfSomebodyElse(), REDIS));

    assertThat(drivers.choose(QueueUrl.parse("redis://h"))).isSameAs(REDIS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, -1, Integer.MAX_VALUE})
  void driverOfAnotherApiVersionIsRefusedWithBothVersions(int version) {
    QueueDriver old = new FakeDriver("old", Set.of("old"), version, Set.of());

    assertThatThrownBy(() -> Drivers.of(List.of(old)).choose(QueueUrl.parse("old:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("driver old speaks version " + version)
        .hasMessageContaining("this release version 1")
        .hasMessageContaining("JAR of this release");
  }

  // ---- options

  @Test
  void unknownOptionIsRefusedWithTheNearestAndAllNames() {
    QueueDriver driver = driver("redis", Set.of("redis"), "timeout", "poolSize");

    assertThatThrownBy(
            () -> Drivers.of(List.of(driver)).choose(QueueUrl.parse("redis://h?timout=hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "driver redis knows no option \"timout\"; did you mean timeout?"
                + " It knows [namespace, poolSize, timeout]")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void unknownOptionBesideAKnownOneIsRefused() {
    Drivers drivers = Drivers.of(List.of(REDIS));

    assertThatThrownBy(() -> drivers.choose(QueueUrl.parse("redis://h?timeout=1&zzz=2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"zzz\"");
  }

  @Test
  void optionsAreKnownByTheirExactCase() {
    Drivers drivers = Drivers.of(List.of(REDIS));

    assertThatThrownBy(() -> drivers.choose(QueueUrl.parse("redis://h?Timeout=1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean timeout?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a%20b", "..", "a/b", "%00"})
  void namespaceIsAName(String namespace) {
    Drivers drivers = Drivers.of(List.of(new MemoryDriver()));

    assertThatThrownBy(() -> drivers.choose(QueueUrl.parse("memory:?namespace=" + namespace)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("namespace ");
  }

  // ---- loading

  @Test
  void driverOfBeforeDriversHadAVersionIsNamed() {
    QueueDriver old =
        new MemoryDriverOfSomebodyElse() {
          @Override
          public int apiVersion() {
            throw new AbstractMethodError("no apiVersion");
          }
        };

    assertThatThrownBy(() -> Drivers.of(List.of(old)).choose(QueueUrl.parse("memory:")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no apiVersion");
  }

  @Test
  void installedDriversHoldTheOneOfTheClassPath() {
    assertThat(Drivers.installed().all()).hasExactlyElementsOfTypes(MemoryDriver.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no.such.Driver", // is not there
        "dev.tandemq.engine.discovery.DriversTest$NoDriver",
        "dev.tandemq.engine.discovery.DriversTest$DriverThatThrows",
        "dev.tandemq.engine.discovery.DriversTest$DriverThatWantsSomething",
        "this is no name of a class",
      })
  void driverThatCannotBeLoadedHidesNoOtherAndIsNamedWhenNoneFits(String broken) throws Exception {
    copyClass(MemoryDriverOfSomebodyElse.class);
    copyClass(NoDriver.class);
    copyClass(DriverThatThrows.class);
    copyClass(DriverThatWantsSomething.class);

    try (OtherWorld world = worldWith(broken)) {
      String chosen = world.choose("memory:");
      Throwable refusal = world.refusal("kafka:");

      assertThat(chosen).isEqualTo(MemoryDriver.class.getName());
      assertThat(refusal)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no driver for \"kafka:\"; found memory [memory]; could not load ")
          .hasMessageContaining(broken.startsWith("this") ? "META-INF/services" : broken);
    }
  }

  // ---- fixture

  private static QueueDriver driver(String name, Set<String> schemes, String... options) {
    return new FakeDriver(name, schemes, QueueDriver.API_VERSION, Set.of(options));
  }

  private record FakeDriver(String name, Set<String> schemes, int apiVersion, Set<String> options)
      implements QueueDriver {

    @Override
    public Capabilities capabilities() {
      return new Capabilities(Set.of(), Capabilities.MIN_PAYLOAD_BYTES, 1);
    }

    @Override
    public JobStore open(QueueUrl url, DriverContext context) {
      throw new UnsupportedOperationException("a fake opens nothing");
    }
  }

  /** Answers to the scheme of the memory driver. */
  static class MemoryDriverOfSomebodyElse implements QueueDriver {

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

  /** Implements nothing. */
  public static final class NoDriver {}

  /** Its constructor throws. */
  public static final class DriverThatThrows extends MemoryDriverOfSomebodyElse {

    /** Throws. */
    public DriverThatThrows() {
      throw new IllegalStateException("no luck today");
    }
  }

  /** Its constructor wants something. */
  public static final class DriverThatWantsSomething extends MemoryDriverOfSomebodyElse {

    private final String wanted;

    /** Wants something. */
    public DriverThatWantsSomething(String wanted) {
      this.wanted = wanted;
    }

    @Override
    public String name() {
      return wanted;
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

    Throwable refusal(String url) throws ReflectiveOperationException {
      try {
        throw new AssertionError("expected a refusal, got " + choose(url));
      } catch (InvocationTargetException e) {
        return Objects.requireNonNull(e.getCause());
      }
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }
}
