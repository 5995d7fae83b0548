package dev.tandemq.kv.jobs;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.JobCodec;
import dev.tandemq.kv.clock.Reading;
import dev.tandemq.kv.port.Kv;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What all parts of one store share: the port, the clock, a lane for each queue. */
final class Connection {

  private final Kv kv;
  private final Supplier<CompletionStage<Reading>> clock;
  private final ProcessContext context;
  private final JobCodec codec;
  private final Layout layout;
  private final String incarnation;
  private final long lookInterval;
  private final Map<String, QueueLane> lanes = new ConcurrentHashMap<>();
  private final Map<String, QueueState> states = new ConcurrentHashMap<>();
  private final Set<String> folders = ConcurrentHashMap.newKeySet();

  Connection(
      Kv kv,
      Supplier<CompletionStage<Reading>> clock,
      ProcessContext context,
      JobCodec codec,
      Layout layout,
      long lookInterval) {
    this.kv = kv;
    this.clock = clock;
    this.context = context;
    this.codec = codec;
    this.layout = layout;
    this.lookInterval = lookInterval;
    this.incarnation = Long.toHexString(context.random().nextLong());
  }

  Kv kv() {
    return kv;
  }

  /** The bounds of the cluster's time. */
  CompletionStage<Reading> clock() {
    return clock.get();
  }

  ProcessContext context() {
    return context;
  }

  JobCodec codec() {
    return codec;
  }

  Layout layout() {
    return layout;
  }

  /** After how many nanoseconds whoever claims looks what others have become due. */
  long lookInterval() {
    return lookInterval;
  }

  QueueState state(String queue) {
    return states.computeIfAbsent(
        queue, name -> new QueueState(layout, name, incarnation, kv.limits()));
  }

  QueueLane lane(String queue) {
    return lanes.computeIfAbsent(
        queue, name -> new QueueLane(kv, clock, context.time(), state(name)));
  }

  /** Makes a folder that never goes away, once. */
  CompletionStage<?> folder(String path) {
    if (folders.contains(path)) {
      return CompletableFuture.completedFuture(null);
    }
    return kv.makeFolder(path).thenAccept(made -> folders.add(path));
  }
}
