package dev.tandemq.cli.doctor;

import dev.tandemq.engine.discovery.NearestName;
import dev.tandemq.engine.settings.Setting;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at what comes from outside: variables of the environment that begin with TANDEM, and which
 * of them anybody reads. Values are not shown: some are secrets.
 */
final class SettingsProbe {

  private static final Set<String> READ = read();

  private static Set<String> read() {
    Set<String> names = new TreeSet<>(Set.of("TANDEM_JAVA_OPTS", "TANDEM_CALLER_LC_ALL"));
    for (Setting setting : Setting.values()) {
      names.add(setting.variable());
    }
    return names;
  }

  /** Given to commands that run as jobs; so this is one of them. */
  private static final Set<String> OF_A_JOB =
      Set.of(
          "TANDEM_JOB_ID",
          "TANDEM_QUEUE",
          "TANDEM_TYPE",
          "TANDEM_ATTEMPT",
          "TANDEM_NODE",
          "TANDEM_TOKEN",
          "TANDEM_LINE");

  private final Surroundings around;
  private final Target target;

  SettingsProbe(Surroundings around, Target target) {
    this.around = around;
    this.target = target;
  }

  Finding look() {
    Map<String, String> ours = new TreeMap<>(around.environment());
    ours.keySet().removeIf(name -> !name.startsWith("TANDEM_"));
    Set<String> unknown = new TreeSet<>(ours.keySet());
    unknown.removeAll(READ);
    unknown.removeAll(OF_A_JOB);
    Set<String> set = new TreeSet<>(ours.keySet());
    set.retainAll(READ);
    set.remove("TANDEM_CALLER_LC_ALL");
    String found =
        "the URL is "
            + target.source()
            + "; "
            + (set.isEmpty() ? "no variable" : joined(set))
            + " set";
    if (!unknown.isEmpty()) {
      return Finding.warning(
          found + "; nobody reads " + joined(unknown),
          "docs/configuration.md lists the variables; the nearest is "
              + NearestName.of(unknown.iterator().next(), READ));
    }
    return Finding.ok(found);
  }

  private static String joined(Iterable<String> names) {
    return String.join(", ", names);
  }
}
