package dev.tandemq.runs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a node that is a process of its own is told when it is started.
 *
 * @param url of jobs and coordination
 * @param name of the node
 * @param history the file of its own that it writes
 * @param origin moment zero of the history, on the monotonic clock of the machine
 * @param heartbeat of the node; lease, time to live and election timeout are three of them
 * @param slots jobs that it runs at a time
 */
record NodeOptions(
    String url, String name, Path history, long origin, Duration heartbeat, int slots) {

  /** Heartbeats that everything holds which is held for a time. */
  static final int HELD_HEARTBEATS = 3;

  /** How long leases, memberships and leaderships hold. */
  Duration timeToLive() {
    return heartbeat.multipliedBy(HELD_HEARTBEATS);
  }

  /** As words of a command line. */
  List<String> words() {
    return List.of(
        url,
        name,
        history.toString(),
        Long.toString(origin),
        heartbeat.toString(),
        Integer.toString(slots));
  }

  /** Out of {@link #words}. */
  static NodeOptions of(String... words) {
    return new NodeOptions(
        words[0],
        words[1],
        Path.of(words[2]),
        Long.parseLong(words[3]),
        Duration.parse(words[4]),
        Integer.parseInt(words[5]));
  }
}
