package dev.tandemq.cli.doctor;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Surroundings and a store in which all is well, until a test changes something. */
final class Patient {

  final Map<String, String> properties = new HashMap<>();
  final Map<String, String> environment = new HashMap<>();
  final Set<String> commands = new HashSet<>(Set.of("sh", "setsid"));
  int processors = 8;
  long maxHeapBytes = 1L << 30;
  OptionalLong openFiles = OptionalLong.of(65_536);
  Path temporaryFolder;
  long freeBytes = 10L << 30;
  Callable<Duration> childTrial = () -> Duration.ofMillis(12);
  String url = "memory:";
  Supplier<Drivers> drivers = Drivers::installed;
  Supplier<Queues> open = () -> Queues.open("memory:");

  Patient(Path temporaryFolder) {
    this.temporaryFolder = temporaryFolder;
    properties.put("java.version", "21.0.2");
    properties.put("java.vendor", "Somebody");
    properties.put("java.specification.version", "21");
    properties.put("sun.jnu.encoding", "UTF-8");
  }

  Surroundings around() {
    return new Surroundings(
        properties,
        environment,
        processors,
        maxHeapBytes,
        openFiles,
        temporaryFolder,
        folder -> freeBytes,
        name -> commands.contains(name) ? Optional.of(Path.of("/bin", name)) : Optional.empty(),
        childTrial);
  }

  Target target() {
    return new Target(() -> url, "the default", drivers, open);
  }
}
