package dev.tandemq.engine.worker;

import dev.tandemq.engine.codec.PayloadCodec;
import dev.tandemq.engine.runtime.VirtualThreads;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.handler.JobHandler;
import dev.tandemq.handler.JobMiddleware;
import dev.tandemq.handler.TypedJobHandler;
import dev.tandemq.job.JobType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Handlers, and what is wrapped around them, while they are collected. One thread at a time. */
final class HandlerChain {

  private final Map<String, JobHandler> handlers = new TreeMap<>();
  private final List<JobMiddleware> middleware = new ArrayList<>();
  private @Nullable VirtualThreads threads;

  /**
   * Who calls the handlers, and which types they take.
   *
   * @param jobTypes names of the types; empty for all
   */
  record Ready(Invoker invoker, Set<String> jobTypes) {}

  <T> void on(PayloadCodec payloads, JobType<T> type, TypedJobHandler<T> handler) {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(type, "type");
    payloads.check(type);
    JobHandler reading = TypedHandlers.reading(payloads, type, handler);
    if (handlers.putIfAbsent(type.name(), reading) != null) {
      throw new IllegalArgumentException("type " + type.name() + " has a handler already");
    }
  }

  void use(JobMiddleware wrapper) {
    middleware.add(Objects.requireNonNull(wrapper, "middleware"));
  }

  void virtualThreads() {
    threads = VirtualThreads.create();
  }

  /** For the types that were named only. */
  Ready typed() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("no handler: name some by on(type, handler), or give one");
    }
    return ready(new TypedHandlers(handlers, Optional.empty()));
  }

  /** For all jobs. */
  Ready plain(JobHandler handler) {
    Objects.requireNonNull(handler, "handler");
    return handlers.isEmpty()
        ? new Ready(invoker(handler), Set.of())
        : ready(new TypedHandlers(handlers, Optional.of(handler)));
  }

  private Ready ready(TypedHandlers typed) {
    return new Ready(invoker(typed), typed.types());
  }

  private Invoker invoker(JobHandler handler) {
    JobHandler wrapped = wrap(handler);
    return threads == null ? Invoker.blocking(wrapped) : Invoker.handingOver(wrapped, threads);
  }

  /** The first middleware is the outermost. */
  private JobHandler wrap(JobHandler handler) {
    JobHandler next = handler;
    for (int i = middleware.size() - 1; i >= 0; i--) {
      JobMiddleware outer = middleware.get(i);
      JobHandler inner = next;
      next = job -> outer.handle(job, inner);
    }
    return next;
  }

  /** For all jobs, without holding a thread. */
  Ready async(AsyncJobHandler handler) {
    Objects.requireNonNull(handler, "handler");
    refuse(!middleware.isEmpty(), "use(middleware)", "returns before the attempt has ended");
    refuse(threads != null, "virtualThreads()", "holds no thread");
    refuse(!handlers.isEmpty(), "on(type, handler) for " + handlers.keySet(), "takes all jobs");
    return new Ready(Invoker.async(handler), Set.of());
  }

  private static void refuse(boolean isNamed, String setter, String why) {
    if (isNamed) {
      throw new IllegalStateException(
          setter + " does not go with an asynchronous handler, which " + why);
    }
  }
}
