package dev.tandemq.redis.link;

import java.util.Optional;

/** What a server keeps of acknowledged jobs when it ends, and the promise that follows. */
public enum Persistence {
  /** Append-only file, flushed before each answer. */
  APPEND_ALWAYS(
      "append-only file, flushed always: no acknowledged job is lost when the server is killed or"
          + " the power fails, as far as the disk keeps what it confirmed"),
  /** Append-only file, flushed each second. */
  APPEND_EVERY_SECOND(
      "append-only file, flushed every second: no acknowledged job is lost when the server is"
          + " killed; up to two seconds of them when the power fails"),
  /** Append-only file, flushed when the operating system does. */
  APPEND_UNFLUSHED(
      "append-only file, flushed by the operating system: no acknowledged job is lost when the"
          + " server is killed; about half a minute of them when the power fails"),
  /** Append-only file; how it is flushed may not be asked. */
  APPEND_UNKNOWN(
      "append-only file, how it is flushed is unknown (CONFIG GET is not allowed): no acknowledged"
          + " job is lost when the server is killed; how many when the power fails is unknown"),
  /** Snapshots. */
  SNAPSHOTS(
      "snapshots only: all jobs since the last snapshot are lost when the server is killed or the"
          + " power fails; set appendonly yes to keep them"),
  /** Nothing. */
  NONE(
      "none: all jobs are lost when the server ends, a plain restart included; set appendonly yes"
          + " to keep them"),
  /** No append-only file; whether there are snapshots may not be asked. */
  AT_MOST_SNAPSHOTS(
      "snapshots at most (CONFIG GET is not allowed): jobs are lost when the server is killed; set"
          + " appendonly yes to keep them"),
  /** The server does not tell. */
  UNKNOWN("unknown: the server does not tell whether it keeps an append-only file");

  private final String promise;

  Persistence(String promise) {
    this.promise = promise;
  }

  /** The promise in a sentence, for people. Failover to a replica may lose more. */
  public String promise() {
    return promise;
  }

  /** Whether what was acknowledged survives that the server is killed. */
  public boolean survivesKill() {
    return switch (this) {
      case APPEND_ALWAYS, APPEND_EVERY_SECOND, APPEND_UNFLUSHED, APPEND_UNKNOWN -> true;
      case SNAPSHOTS, NONE, AT_MOST_SNAPSHOTS, UNKNOWN -> false;
    };
  }

  static Persistence of(Optional<String> aof, Optional<String> fsync, Optional<String> save) {
    if (aof.isEmpty()) {
      return UNKNOWN;
    }
    if (!aof.get().equals("0")) {
      return switch (fsync.orElse("")) {
        case "always" -> APPEND_ALWAYS;
        case "everysec" -> APPEND_EVERY_SECOND;
        case "no" -> APPEND_UNFLUSHED;
        default -> APPEND_UNKNOWN;
      };
    }
    if (save.isEmpty()) {
      return AT_MOST_SNAPSHOTS;
    }
    return save.get().isBlank() ? NONE : SNAPSHOTS;
  }
}
