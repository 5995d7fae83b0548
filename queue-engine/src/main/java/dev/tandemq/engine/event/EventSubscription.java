package dev.tandemq.engine.event;

import dev.tandemq.store.Subscription;

/**
 * A listener's place at the events of a connection, until it is closed. Safe for concurrent use.
 */
public interface EventSubscription extends Subscription {

  /** Events that it did not get since its buffer was full. */
  long dropped();

  /**
   * Calls that ended with an exception or error; the first one was logged. After 16 in a row the
   * listener has a pause of 16 ms.
   */
  long failures();

  /**
   * Ends it: what is buffered is dropped uncounted, and nothing is called any more but a call that
   * is on its way. May be called twice, also by the listener itself.
   */
  @Override
  void close();
}
