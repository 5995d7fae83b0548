package dev.tandemq.cli;

import dev.tandemq.engine.settings.Setting;
import dev.tandemq.engine.settings.SettingSources;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

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
    return setting == null ? null : SettingSources.ofProcess().text(setting).orElse(null);
  }
}
