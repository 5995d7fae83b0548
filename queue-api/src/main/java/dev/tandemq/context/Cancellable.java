package dev.tandemq.context;

/** A step that was scheduled and may be called off. */
@FunctionalInterface
public interface Cancellable {

  /** Calls the step off. Does nothing if it has started, ended or been called off before. */
  void cancel();
}
