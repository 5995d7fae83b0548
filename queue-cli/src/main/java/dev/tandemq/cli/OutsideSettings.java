package dev.tandemq.cli;

import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Gives the options of a node the values that were set outside of the command line: by system
 * property, by variable or in {@code tandem.properties}.
 */
final class OutsideSettings implements IDefaultValueProvider {

  private static final Map<String, Setting> BY_OPTION =
      Map.of(
          "--node-id", Setting.NODE_ID,
          "--heartbeat", Setting.HEARTBEAT,
          "--lease", Setting.LEASE,
          "--concurrency", Setting.CONCURRENCY);

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    Setting setting =
        argument instanceof OptionSpec option ? BY_OPTION.get(option.longestName()) : null;
    if (setting == null) {
      return null;
    }
    try {
      SettingSources sources = SettingSources.ofProcess();
      check(sources, setting);
      return sources.text(setting).orElse(null);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          argument.command().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Here, for the option was not typed and should not be named in a message. */
  private static void check(SettingSources sources, Setting setting) {
    switch (setting) {
      case HEARTBEAT, LEASE -> sources.duration(setting);
      case CONCURRENCY -> sources.number(setting);
      default -> sources.text(setting);
    }
  }
}
