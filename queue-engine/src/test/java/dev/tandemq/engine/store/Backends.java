package dev.tandemq.engine.store;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.codec.JacksonPayloadCodec;
import dev.tandemq.engine.event.EventBus;
import dev.tandemq.engine.event.EventSink;
import dev.tandemq.store.JobStore;

/** What a test's worker or queue stands on. */
public final class Backends {

  private Backends() {}

  /** The usual parts around a store. */
  public static Backend of(ProcessContext context, JobStore store, Capabilities capabilities) {
    return of(context, store, capabilities, new EventBus(context));
  }

  /** The usual parts around a store, and a place for events. */
  public static Backend of(
      ProcessContext context, JobStore store, Capabilities capabilities, EventSink events) {
    return new Backend(context, store, capabilities, new JacksonPayloadCodec(), events);
  }
}
