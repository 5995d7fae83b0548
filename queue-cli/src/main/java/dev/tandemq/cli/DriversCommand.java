package dev.tandemq.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tandemq.cli.report.Table;
import dev.tandemq.cli.run.ExitCode;
import dev.tandemq.driver.QueueDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem drivers}: what stores can be opened, and what they can do. */
@Command(
    name = "drivers",
    description = "List the drivers that were found, and what they can do.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  tandem drivers",
      "  tandem drivers -o json --driver-jar my-driver.jar",
    })
final class DriversCommand implements Callable<Integer> {

  private static final List<String> HEADINGS =
      List.of("name", "schemes", "capabilities", "max payload", "options");

  private final Host host;

  @Mixin QueryOutput output;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  @Mixin DriverJars driverJars;

  DriversCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    output.print(
        host,
        driverJars.drivers().all(),
        drivers -> Table.of(HEADINGS, drivers.stream().map(DriversCommand::row).toList()),
        DriversCommand::write);
    return ExitCode.OK;
  }

  private static List<String> row(QueueDriver driver) {
    return List.of(
        driver.name(),
        joined(driver.schemes()),
        joined(features(driver)),
        driver.capabilities().maxPayloadBytes() + " bytes",
        joined(driver.options()));
  }

  private static String joined(Collection<String> words) {
    return words.isEmpty() ? "-" : String.join(" ", words.stream().sorted().toList());
  }

  private static List<String> features(QueueDriver driver) {
    return driver.capabilities().features().stream()
        .sorted()
        .map(feature -> feature.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static void write(JsonGenerator json, QueueDriver driver) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", driver.name());
    writeStrings(json, "schemes", driver.schemes());
    writeStrings(json, "capabilities", features(driver));
    json.writeNumberField("maxPayloadBytes", driver.capabilities().maxPayloadBytes());
    writeStrings(json, "options", driver.options());
    json.writeEndObject();
  }

  private static void writeStrings(JsonGenerator json, String name, Collection<String> words)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : new ArrayList<>(words).stream().sorted().toList()) {
      json.writeString(word);
    }
    json.writeEndArray();
  }
}
