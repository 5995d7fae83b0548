package dev.tandemq.engine.worker;

import dev.tandemq.engine.event.EventSink;
import dev.tandemq.event.QueueEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event while it is wanted. */
final class RecordingSink implements EventSink {

  final List<QueueEvent> all = new CopyOnWriteArrayList<>();
  volatile boolean isWanted = true;

  @Override
  public boolean isWanted() {
    return isWanted;
  }

  @Override
  public void tell(QueueEvent event) {
    all.add(event);
  }

  /** Simple names of the events so far, in order. */
  List<String> names() {
    return all.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  /** The events of one kind so far. */
  <E extends QueueEvent> List<E> of(Class<E> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
