package dev.tandemq.engine.worker;

import dev.tandemq.context.TimeSource;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.store.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The states of a worker and the arrows between them. Gate and state change in one step, so that a
 * resume cannot open what a stop has shut. Safe for concurrent use.
 */
final class Life {

  /**
   * A state and when it began.
   *
   * @param since by the wall clock
   */
  record Phase(WorkerState state, Instant since) {}

  private final TimeSource time;
  private final Gate gate;

  private volatile Phase phase; // written under this
  private final List<Subscription> subscriptions = new ArrayList<>(); // guarded by this

  Life(TimeSource time, Gate gate) {
    this.time = time;
    this.gate = gate;
    this.phase = new Phase(WorkerState.NEW, time.now());
  }

  Phase phase() {
    return phase;
  }

  private WorkerState state() {
    return phase.state();
  }

  private void become(WorkerState state) {
    phase = new Phase(state, time.now());
  }

  /** NEW to RUNNING. When a subscription fails it stays new, with none. */
  synchronized void start(List<Supplier<Subscription>> hints) {
    if (state() != WorkerState.NEW) {
      throw new IllegalStateException(
          "the worker is " + state() + "; a worker is started once: build another one");
    }
    try {
      hints.forEach(hint -> subscriptions.add(hint.get()));
    } catch (RuntimeException | Error e) {
      subscriptions.forEach(Calls::close);
      subscriptions.clear();
      throw e;
    }
    become(WorkerState.RUNNING);
    gate.open();
  }

  /** RUNNING to PAUSED; false when it was paused already. */
  synchronized boolean pause() {
    checkAlive("paused");
    if (state() == WorkerState.PAUSED) {
      return false;
    }
    gate.shut();
    become(WorkerState.PAUSED);
    return true;
  }

  /** PAUSED to RUNNING; false when it was running already. */
  synchronized boolean resume() {
    checkAlive("resumed");
    if (state() == WorkerState.RUNNING) {
      return false;
    }
    become(WorkerState.RUNNING);
    gate.open();
    return true;
  }

  private void checkAlive(String verb) {
    switch (state()) {
      case NEW ->
          throw new IllegalStateException(
              "the worker is NEW; it can be " + verb + " once it was started");
      case STOPPING, STOPPED ->
          throw new IllegalStateException(
              "the worker is " + state() + "; it can not be " + verb + " any more");
      case RUNNING, PAUSED -> {}
    }
  }

  /** Any state to STOPPING; the hints it no longer needs, to be closed outside of any lock. */
  synchronized List<Subscription> stop() {
    gate.lock();
    if (state() != WorkerState.STOPPED && state() != WorkerState.STOPPING) {
      become(WorkerState.STOPPING);
    }
    List<Subscription> ending = List.copyOf(subscriptions);
    subscriptions.clear();
    return ending;
  }

  /** STOPPING to STOPPED. */
  synchronized void stopped() {
    become(WorkerState.STOPPED);
  }
}
