package dev.tandemq.redis.link;

/** What a user of the server must be allowed to do. */
final class Rights {

  /**
   * Reads and writes by scripts; nothing that empties the server or looks at the keys of others.
   */
  private static final String COMMANDS =
      "+@read +@write +@scripting +@pubsub +@connection -@dangerous +info +time";

  private Rights() {}

  /** As the rules of an ACL, to be typed as they stand, at the end of a sentence. */
  static String needed(RedisSettings settings) {
    String prefix = "{" + settings.namespace() + "}:*";
    return "; the user needs ~" + prefix + " &" + prefix + " " + COMMANDS;
  }
}
