package dev.tandemq.history;

/** Jobs of one producer and one priority in one queue: who is pushed first is claimed first. */
final class Lane {

  /** Position of the push of the newest job that was claimed. */
  long newest;

  /** Its id, and when it was claimed. */
  String claimed = "";

  long at;
}
