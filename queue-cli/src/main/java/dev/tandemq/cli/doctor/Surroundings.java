package dev.tandemq.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tandemq.cli.process.ChildTrial;
import dev.tandemq.cli.process.Executables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The process and the machine as probes see them.
 *
 * @param properties the system properties of Java
 * @param environment the environment variables
 * @param processors how many Java sees
 * @param maxHeapBytes most memory that Java takes for objects
 * @param openFiles most files that may be open; empty where that cannot be told
 * @param temporaryFolder where output is kept that does not fit into memory
 * @param freeBytes room left in a folder
 * @param executables the file of a command that is on the PATH
 * @param childTrial starts a child with a child, ends both, and tells how long that took
 */
public record Surroundings(
    Map<String, String> properties,
    Map<String, String> environment,
    int processors,
    long maxHeapBytes,
    OptionalLong openFiles,
    Path temporaryFolder,
    FreeBytes freeBytes,
    Function<String, Optional<Path>> executables,
    Callable<Duration> childTrial) {

  /** Tells the room left in a folder, in bytes. */
  @FunctionalInterface
  public interface FreeBytes {

    /** The room that this user may take. */
    long in(Path folder) throws IOException;
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    Map<String, String> properties =
        System.getProperties().stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
    return new Surroundings(
        properties,
        System.getenv(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        openFilesOfThisProcess(),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        folder -> Files.getFileStore(folder).getUsableSpace(),
        Executables.onPath()::find,
        ChildTrial::run);
  }

  private static OptionalLong openFilesOfThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }

  String property(String name) {
    return properties.getOrDefault(name, "");
  }
}
