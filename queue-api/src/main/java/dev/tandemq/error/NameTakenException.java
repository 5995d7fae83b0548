package dev.tandemq.error;

import java.time.Instant;

/**
 * Another node that is alive has the name. Nothing was changed; start under another name, or stop
 * the other one first.
 */
public final class NameTakenException extends QueueException {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final Instant startedAt;

  /**
   * Makes the exception.
   *
   * @param name that both want
   * @param startedAt when the other one started, by the backend's wall clock
   */
  public NameTakenException(String name, Instant startedAt) {
    super(
        "node name \""
            + name
            + "\" is taken: a node that started at "
            + startedAt
            + " has it and is alive; take another name, or stop that one first",
        null);
    this.name = name;
    this.startedAt = startedAt;
  }

  /** The name that both want. */
  public String name() {
    return name;
  }

  /** When the other one started, by the backend's wall clock. */
  public Instant startedAt() {
    return startedAt;
  }
}
