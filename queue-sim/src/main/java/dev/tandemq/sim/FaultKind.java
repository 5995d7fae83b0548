package dev.tandemq.sim;

import java.util.Locale;

/** What can go wrong in a simulated world. */
enum FaultKind {
  /** A node dies between two steps and is started again, under its name. */
  CRASH,
  /** The node that believes it leads dies. */
  LEADER_KILLED,
  /** A node runs nothing for 1 to 60 seconds. */
  FREEZE,
  /** The node that believes it leads runs nothing for longer than its time to live. */
  LEADER_FROZEN,
  /** A node is stopped gracefully and started again. */
  ROLLING_RESTART,
  /** A job ends the process that runs it. */
  POISON,
  /** A call was applied, its answer is lost. */
  LOST_ANSWER,
  /** A call never got there, and nobody can know. */
  LOST_CALL,
  /** A call failed before it was applied. */
  REFUSED,
  /** A call was applied, and nothing is ever heard of it. */
  SILENT,
  /** A call or its answer takes long, so that others overtake it. */
  DELAY,
  /** A hint or a broadcast message got lost. */
  DROPPED_HINT,
  /** Nothing gets from or to a node for a while. */
  LINK_CUT,
  /** The backend ends a membership early. */
  SESSION_EXPIRED,
  /** The backend ends a leadership early. */
  LEADERSHIP_EXPIRED,
  /** The backend ends a lock early. */
  LOCK_EXPIRED,
  /** The wall clock of a node jumps by up to an hour. */
  WALL_JUMP;

  /** As {@code leader-killed}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
