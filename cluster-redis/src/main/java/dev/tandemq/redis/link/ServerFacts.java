package dev.tandemq.redis.link;

import java.util.Map;
import java.util.Optional;

/**
 * What a server tells of itself. What it does not tell, or not to this user, is empty.
 *
 * @param version as {@code 7.0.15}
 * @param isReplica whether it follows another server
 * @param master whom it follows, for messages
 * @param eviction what it does when its memory is full
 * @param persistence what it keeps over its own end
 */
record ServerFacts(
    Optional<String> version,
    boolean isReplica,
    Optional<String> master,
    Optional<String> eviction,
    Persistence persistence) {

  /**
   * Reads them.
   *
   * @param info the answer to INFO
   * @param fsync the value of {@code appendfsync}, if CONFIG may be asked
   * @param save the value of {@code save}, if CONFIG may be asked
   */
  static ServerFacts of(Map<String, String> info, Optional<String> fsync, Optional<String> save) {
    boolean isReplica = "slave".equals(info.get("role"));
    return new ServerFacts(
        Optional.ofNullable(info.get("redis_version")),
        isReplica,
        isReplica
            ? Optional.of(info.get("master_host") + ":" + info.get("master_port"))
            : Optional.empty(),
        Optional.ofNullable(info.get("maxmemory_policy")),
        Persistence.of(Optional.ofNullable(info.get("aof_enabled")), fsync, save));
  }

  /** Whether the version is at least this one; a version that cannot be read is not. */
  boolean isAtLeast(int major, int minor) {
    if (version.isEmpty()) {
      return false;
    }
    String[] parts = version.get().split("\\.", -1);
    if (parts.length < 2 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,6}")) {
      return false;
    }
    int itsMajor = Integer.parseInt(parts[0]);
    return itsMajor > major || (itsMajor == major && Integer.parseInt(parts[1]) >= minor);
  }
}
