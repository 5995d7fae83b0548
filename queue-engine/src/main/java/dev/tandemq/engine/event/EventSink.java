package dev.tandemq.engine.event;

import dev.tandemq.event.QueueEvent;

/** Where the engine tells of events. Safe for concurrent use; never blocks, never throws. */
public interface EventSink {

  /**
   * Whether anybody would get an event now. Asked before an event is made, so that events which
   * nobody gets cost nothing; a no counts as a drop for those who listen but have no room.
   */
  boolean isWanted();

  /** Tells whoever has room. */
  void tell(QueueEvent event);
}
