package dev.tandemq.engine.worker;

/** Whether slots may claim. Shut at first and in a pause, and for good once the worker stops. */
final class Gate {

  private enum Position {
    SHUT,
    OPEN,
    LOCKED
  }

  private volatile Position position = Position.SHUT;
  private volatile boolean isCut;

  boolean isOpen() {
    return position == Position.OPEN;
  }

  /** Opens it, unless it is locked. */
  synchronized void open() {
    if (position != Position.LOCKED) {
      position = Position.OPEN;
    }
  }

  /** Shuts it until it is opened again, unless it is locked. */
  synchronized void shut() {
    if (position != Position.LOCKED) {
      position = Position.SHUT;
    }
  }

  /** Whether not even what is claimed may begin. */
  boolean isCut() {
    return isCut;
  }

  /** From now on nothing begins: the grace is over. */
  void cut() {
    isCut = true;
  }

  /** Shuts it for good. */
  synchronized void lock() {
    position = Position.LOCKED;
  }
}
