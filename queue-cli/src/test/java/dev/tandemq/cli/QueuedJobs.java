package dev.tandemq.cli;

import dev.tandemq.job.Failure;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Settle;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Jobs in whatever state in a store of {@link SharedDriver}, and what became of them. */
final class QueuedJobs {

  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  private static final Duration LEASE = Duration.ofHours(1);

  private final String name;
  private final SharedDriver.Shared store;

  /** A store of its own. */
  QueuedJobs(String name) {
    this.name = name;
    this.store = SharedDriver.store(name);
  }

  SharedDriver.Shared store() {
    return store;
  }

  /** Where the store is. */
  String url() {
    return "shared:" + name;
  }

  /** Lets tandem run on that store. */
  Outcome tandem(String verb, String... args) {
    return InProcess.run(
        "",
        Stream.concat(Stream.of(verb, "-u", "shared:" + name), Stream.of(args))
            .toArray(String[]::new));
  }

  /** The id of the number. */
  static JobId id(int number) {
    return new JobId(0x0191b3c4_5d6e_7000L, 0x8000_0000_0000_0000L + number);
  }

  /** A ready or delayed job of the queue. */
  JobId job(String queue, int number, UnaryOperator<Job.Builder> more) {
    Job.Builder builder =
        Job.builder().id(id(number)).queue(queue).createdAt(CREATED).timeout(Duration.ofMinutes(5));
    var unused = ask(store.put(List.of(more.apply(builder).build())));
    return id(number);
  }

  JobId ready(String queue, int number) {
    return job(queue, number, builder -> builder);
  }

  JobId delayed(String queue, int number) {
    return job(queue, number, builder -> builder.delay(Duration.ofHours(2)));
  }

  /** A job that is claimed; nothing else of the queue may be ready. */
  JobId reserved(String queue, int number) {
    ready(queue, number);
    claim(queue);
    return id(number);
  }

  /** A job that was buried with this error; nothing else of the queue may be ready. */
  JobId failed(String queue, int number, String error) {
    return failed(queue, number, error, builder -> builder);
  }

  JobId failed(String queue, int number, String error, UnaryOperator<Job.Builder> more) {
    job(queue, number, more);
    Claim claim = claim(queue);
    Settle bury = Settle.bury(claim, new Failure(error));
    var unused = ask(store.turn(new TurnRequest(List.of(bury), List.of(), 0, LEASE, "n1")));
    return id(number);
  }

  private Claim claim(String queue) {
    return ask(store.turn(new TurnRequest(List.of(), List.of(queue), 1, LEASE, "n1")))
        .claims()
        .get(0);
  }

  Optional<JobView> find(JobId id) {
    return ask(store.find(id));
  }

  JobState stateOf(JobId id) {
    return find(id).orElseThrow().state();
  }

  static <T> T ask(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
