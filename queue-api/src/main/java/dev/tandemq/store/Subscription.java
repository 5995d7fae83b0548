package dev.tandemq.store;

/** A wish to be told, until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Ends it; a call that is on its way may still arrive. May be called twice. */
  @Override
  void close();
}
