package dev.tandemq.history;

/** What was done: one kind of line of a history. */
public enum Op {
  /** A job was pushed; {@code result} ADDED, DUPLICATE or FULL. */
  PUSH,
  /** A job was claimed; {@code token}, {@code attempt}, {@code leaseNanos}. */
  CLAIM,
  /** A claim was settled; {@code arrow}, {@code result} APPLIED, REMOVED or LOST. */
  SETTLE,
  /** A lease was extended; {@code result} EXTENDED, CANCEL or LOST. */
  EXTEND,
  /** A failed job was brought back into line by hand. */
  REQUEUE,
  /** A job was removed by hand: remove, forget, cancel, clear or prune, as {@code arrow} says. */
  REMOVE,
  /** A queue was swept; {@code term}, {@code count} moved, {@code result} APPLIED or REFUSED. */
  SWEEP,
  /** A queue was pruned; as SWEEP. */
  PRUNE,
  /** A handler was called; {@code token}. */
  START,
  /** A handler ended; {@code token}, {@code result} as it likes. */
  END,
  /** A handler was told to end; {@code token}, {@code result} LOST, CANCELLED or another reason. */
  TOLD,
  /** A node joined; {@code token} is its session. */
  JOIN,
  /** A membership was renewed; {@code token} is its session, {@code result} RENEWED or LOST. */
  RENEW,
  /** A member left; {@code token} is its session. */
  LEAVE,
  /** A member was seen in the list of nodes by another; {@code name} is its incarnation. */
  SEEN,
  /** A node asked to lead; {@code term} and {@code name}, the leader's incarnation. */
  LEAD,
  /** A leader resigned; {@code term}. */
  RESIGN,
  /** A node believes that it leads; {@code term}, {@code leaseNanos} how much longer. */
  BELIEVE,
  /** A lock was asked for; {@code name}, {@code token}, {@code result} GRANTED or HELD. */
  LOCK,
  /** A lock was extended; {@code name}, {@code token}, {@code result} RENEWED or LOST. */
  EXTEND_LOCK,
  /** A lock was given up; {@code name}, {@code token}, {@code result} UNLOCKED or LOST. */
  UNLOCK,
  /** Something guarded by a lock was written; {@code name}, {@code token}, {@code result}. */
  WRITE,
  /** A message was sent; {@code name} of the topic, {@code hash}. */
  SEND,
  /** A message was heard; {@code name} of the topic, {@code hash}. */
  HEAR,
  /** A node was told to stop gracefully (INVOKE), is at rest (OK). */
  STOP,
  /** A node died. */
  CRASH,
  /** A fault was injected; {@code name} of its kind. */
  FAULT,
  /** From here on there are no faults. */
  HEAL,
  /** How a queue stood at the end; {@code name} of the number, {@code count}. */
  STATS,
  /**
   * A job that was left at the end; {@code result} is its state, {@code attempt}, {@code token}.
   */
  DUMP
}
