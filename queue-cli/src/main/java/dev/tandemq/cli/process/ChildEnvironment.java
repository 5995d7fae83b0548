package dev.tandemq.cli.process;

import java.util.Map;
import java.util.Optional;

/**
 * The environment of a child: that of the caller, without what the launcher changed for Java's
 * sake. The launcher sets TANDEM_CALLER_LC_ALL when it changed LC_ALL, to the value before; empty
 * means that there was none.
 */
final class ChildEnvironment {

  private static final String CALLER_LC_ALL = "TANDEM_CALLER_LC_ALL";

  private ChildEnvironment() {}

  /** Changes a copy of this process's environment into that of a child. */
  static void apply(Map<String, String> environment, Map<String, String> added) {
    Optional.ofNullable(environment.remove(CALLER_LC_ALL))
        .ifPresent(
            callers -> {
              if (callers.isEmpty()) {
                environment.remove("LC_ALL");
              } else {
                environment.put("LC_ALL", callers);
              }
            });
    environment.putAll(added);
  }
}
