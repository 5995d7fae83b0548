package dev.tandemq.cli;

import dev.tandemq.driver.Capability;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.Queues;
import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say where the queues are. */
final class Connection {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      description = {
        "Where the queues are; @FILE takes the URL out of a file.",
        "Default: $TANDEM_URL, else tandem.properties, else memory:"
      })
  @Nullable String given;

  @Mixin DriverJars driverJars;

  @Option(names = "--debug", description = "Show stack traces.")
  boolean debug;

  private @Nullable String resolved;

  /** Opens the connection; a URL that makes no sense is a mistake of the command line. */
  Queues open() {
    EngineLog.oursOnly(debug);
    try {
      return Queues.open(url(), driverJars.drivers());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The same, for commands that look at what another process left there: with a store that dies
   * with its process there is nothing to see.
   */
  Queues openShared() {
    checkShared();
    return open();
  }

  /** A usage error when the store dies with its process. */
  void checkShared() {
    if (driver(url()).capabilities().has(Capability.LOCAL)) {
      throw Typed.wrong(spec, localInWords(QueueUrl.parse(url()).scheme()));
    }
  }

  /** What is wrong with looking at such a store from here. */
  static String localInWords(String scheme) {
    return "the store \""
        + scheme
        + ":\" lives in one process, and this one has just begun; name another by --url or"
        + " TANDEM_URL";
  }

  /** The driver for a URL; one that makes no sense is a mistake of the command line. */
  QueueDriver driver(String url) {
    try {
      return driverJars.drivers().choose(QueueUrl.parse(url));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether the store lives in this process, and nobody else can reach it. */
  boolean isLocal() {
    return has(Capability.LOCAL);
  }

  /** Whether the store can do that, as its driver declares it. */
  boolean has(Capability capability) {
    String scheme = QueueUrl.parse(url()).scheme();
    return driverJars.drivers().all().stream()
        .filter(driver -> driver.schemes().contains(scheme))
        .anyMatch(driver -> driver.capabilities().has(capability));
  }

  /**
   * The URL in effect, secrets and all. Resolved once: a file that is a pipe can be read only once.
   */
  String url() {
    String url = resolved;
    if (url == null) {
      url = resolve();
      resolved = url;
    }
    return url;
  }

  /** Where the URL in effect was said, in words. */
  String source() {
    if (given != null && !given.isEmpty()) {
      return "from --url";
    }
    return given == null
        ? outside().map(found -> "from the " + found.source()).orElse("the default")
        : "the default";
  }

  private String resolve() {
    String url =
        Optional.ofNullable(given)
            .or(() -> outside().map(SettingSources.Found::text))
            .filter(text -> !text.isEmpty())
            .orElse("memory:");
    return withoutFile(spec, url);
  }

  /** The text itself, or what stands in the file that it names by {@code @FILE}. */
  static String withoutFile(CommandSpec spec, String text) {
    return text.startsWith("@") ? contentOf(spec, text.substring(1)) : text;
  }

  private Optional<SettingSources.Found> outside() {
    try {
      return SettingSources.ofProcess().find(Setting.URL);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static String contentOf(CommandSpec spec, String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new ParameterException(
          spec.commandLine(), "cannot read the URL out of the file " + file + ": " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException ? "there is none" : String.valueOf(e.getMessage());
  }
}
