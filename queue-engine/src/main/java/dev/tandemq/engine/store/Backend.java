package dev.tandemq.engine.store;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.engine.event.EventSink;
import dev.tandemq.store.JobStore;

/**
 * What queues and workers of one connection stand on.
 *
 * @param context time, threads and chance
 * @param store keeps the jobs
 * @param capabilities what the store can do
 * @param payloads writes and reads typed payloads
 * @param events told of what happens
 */
public record Backend(
    ProcessContext context,
    JobStore store,
    Capabilities capabilities,
    PayloadCodec payloads,
    EventSink events) {}
