package dev.tandemq.fault;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names under which the decorators of this package ask for fates. */
final class CallNames {

  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "JobStore",
          Set.of(
              "put",
              "turn",
              "extend",
              "sweep",
              "find",
              "findUnique",
              "list",
              "requeue",
              "remove",
              "forget",
              "cancel",
              "clear",
              "prune",
              "stats",
              "queues",
              "pause",
              "bound"),
          "Membership",
          Set.of("join", "renew", "leave", "nodes"),
          "Election",
          Set.of("tryLead", "resign", "leader"),
          "Locks",
          Set.of("tryLock", "extend", "unlock", "locks"),
          "Broadcast",
          Set.of("send"));

  private CallNames() {}

  /**
   * Finds a slip of the pen in the name of a call, which else would be a fault that never bites.
   * Ports that are not known here may belong to somebody else's decorator, and pass.
   *
   * @throws IllegalArgumentException when the port is known and the method is not
   */
  static void check(String call) {
    int dot = call.indexOf('.');
    String port = dot < 0 ? call : call.substring(0, dot);
    Set<String> methods = METHODS.get(port);
    if (methods == null) {
      if (dot < 0) {
        throw new IllegalArgumentException(
            "call is '"
                + call
                + "'; it is a port and a method, as JobStore.turn, or one of the ports "
                + sorted(METHODS.keySet()));
      }
      return;
    }
    if (dot >= 0 && !methods.contains(call.substring(dot + 1))) {
      throw new IllegalArgumentException(
          "call is '" + call + "'; the methods of " + port + " are " + sorted(methods));
    }
  }

  /**
   * The same for the name of one method, not of a whole port.
   *
   * @throws IllegalArgumentException when there is no dot, or as {@link #check} says
   */
  static void checkMethod(String call) {
    if (call.indexOf('.') < 0) {
      throw new IllegalArgumentException(
          "call is '" + call + "'; it is a port and a method, as JobStore.turn");
    }
    check(call);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
