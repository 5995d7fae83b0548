package dev.tandemq.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tandemq.cli.report.Console;
import dev.tandemq.cli.report.JsonText;
import dev.tandemq.cli.run.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tandem version}. */
@Command(
    name = "version",
    description = "Say which release this is.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  tandem version",
      "  tandem version -o json",
    })
final class VersionCommand implements Callable<Integer> {

  private final Host host;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = RunFormat.Converter.class,
      description = "text, json or jsonl; default ${DEFAULT-VALUE}.")
  RunFormat format = RunFormat.TEXT;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  VersionCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() throws IOException {
    Console console = new Console(host.out(), host.err(), false);
    if (format == RunFormat.TEXT) {
      String lines = String.join("\n", new Version().getVersion()) + "\n";
      console.print(out -> out.write(lines.getBytes(UTF_8)));
    } else {
      console.print(
          JsonText.line(
              json -> {
                json.writeStartObject();
                json.writeStringField("version", Version.release());
                json.writeStringField("javaVersion", System.getProperty("java.version"));
                json.writeStringField("javaVendor", System.getProperty("java.vendor"));
                json.writeEndObject();
              }));
    }
    return ExitCode.OK;
  }
}
