package dev.tandemq.engine.worker;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.store.Backends;
import dev.tandemq.handler.AsyncJobHandler;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.retry.Backoff;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.QueueStats;
import dev.tandemq.tck.time.ManualContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A memory store and workers on it, in one thread and on virtual time. */
final class WorkerFixture {

  static final String QUEUE = "work";

  final ManualContext context = new ManualContext(42);
  final JobStore store =
      new MemoryDriver()
          .open(QueueUrl.parse("memory:"), new DriverContext(context, new JacksonJobCodec()));
  final List<AttemptReport> reports = new ArrayList<>();
  final RecordingSink events = new RecordingSink();

  /** A builder on the plain store, with a poll so rare that only hints can explain progress. */
  WorkerBuilder worker() {
    return worker(store, new MemoryDriver().capabilities());
  }

  /** A builder on a store that is taken for a distant one, so that turns are gathered. */
  WorkerBuilder distantWorker(UnaryOperator<JobStore> distance) {
    Set<Capability> features = EnumSet.copyOf(new MemoryDriver().capabilities().features());
    features.remove(Capability.LOCAL);
    return worker(
        distance.apply(store), new Capabilities(features, Capabilities.MIN_PAYLOAD_BYTES, 500));
  }

  private WorkerBuilder worker(JobStore onStore, Capabilities capabilities) {
    return builder(onStore, capabilities, List.of(QUEUE)).onAttempt(reports::add);
  }

  /** A builder that leaves it to the log what becomes of attempts. */
  WorkerBuilder quietWorker(String... queues) {
    return builder(store, new MemoryDriver().capabilities(), List.of(queues));
  }

  private WorkerBuilder builder(JobStore onStore, Capabilities capabilities, List<String> queues) {
    return new WorkerBuilder(
            Backends.of(context, onStore, capabilities, events), worker -> {}, worker -> {}, queues)
        .node("node-1")
        .poll(Duration.ofHours(1))
        .retry(Backoff.exponential(Duration.ZERO, Duration.ZERO));
  }

  Job.Builder job(String text) {
    return Job.builder()
        .id(JobId.create(context.time().now().toEpochMilli(), context.random()))
        .queue(QUEUE)
        .createdAt(context.time().now())
        .payload(text);
  }

  JobId push(Job.Builder job) {
    Job built = job.build();
    var unused = store.put(List.of(built)).toCompletableFuture().join();
    return built.id();
  }

  /** Pushes jobs with the texts 1 to n. */
  void pushNumbers(int n) {
    for (int i = 1; i <= n; i++) {
      push(job(Integer.toString(i)));
    }
  }

  /** A handler whose attempts take that long in virtual time. */
  AsyncJobHandler taking(Duration time) {
    return job -> after(time);
  }

  /** A stage that completes after that time. */
  CompletableFuture<@Nullable Void> after(Duration time) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    context.schedule(time, () -> done.complete(null));
    return done;
  }

  QueueStats stats() {
    return store.stats(List.of(QUEUE)).toCompletableFuture().join().get(0);
  }

  List<JobView> list(JobState state) {
    return store.list(QUEUE, state, PageRequest.first(1000)).toCompletableFuture().join().items();
  }

  JobView find(JobId id) {
    return store.find(id).toCompletableFuture().join().orElseThrow();
  }
}
