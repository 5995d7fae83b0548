package dev.tandemq.engine.event;

import dev.tandemq.event.QueueEvent;

/** Nobody listens yet. */
public final class EventBus implements EventSink {

  @Override
  public boolean isWanted() {
    return false;
  }

  @Override
  public void tell(QueueEvent event) {}
}
