package dev.tandemq.engine.worker;

import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Subscription;

/** A store whose hints are all lost. */
final class DeafStore extends ForwardingJobStore {

  DeafStore(JobStore store) {
    super(store);
  }

  @Override
  public Subscription onReady(String queue, Runnable hint) {
    return () -> {};
  }
}
