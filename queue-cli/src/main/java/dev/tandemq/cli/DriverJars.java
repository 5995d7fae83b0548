package dev.tandemq.cli;

import dev.tandemq.driver.QueueDriver;
import dev.tandemq.engine.discovery.Drivers;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that brings drivers which tandem does not have. */
final class DriverJars {

  private static final String SERVICE = "META-INF/services/" + QueueDriver.class.getName();

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--driver-jar",
      paramLabel = "FILE",
      description = "A JAR with one more driver; may be repeated.")
  List<String> files = new ArrayList<>();

  private @Nullable Drivers found;

  /** The drivers that tandem has, and those of the JARs. */
  Drivers drivers() {
    Drivers drivers = found;
    if (drivers == null) {
      drivers = files.isEmpty() ? Drivers.installed() : Drivers.installed(loader());
      found = drivers;
    }
    return drivers;
  }

  /** Never closed: its classes are needed as long as the process lives. */
  private ClassLoader loader() {
    URL[] jars = files.stream().map(this::checked).toArray(URL[]::new);
    return new URLClassLoader("driver-jars", jars, QueueDriver.class.getClassLoader());
  }

  /** Opened here once, because a class loader passes over what it cannot read in silence. */
  private URL checked(String name) {
    try {
      Path file = Path.of(name);
      try (JarFile jar = new JarFile(file.toFile())) {
        if (jar.getEntry(SERVICE) == null) {
          throw wrong(name + " holds no driver: it has no " + SERVICE);
        }
      }
      return file.toUri().toURL();
    } catch (IOException | InvalidPathException e) {
      throw wrong("cannot read " + name + ": " + reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "there is none" : String.valueOf(e.getMessage());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), "--driver-jar: " + message);
  }
}
