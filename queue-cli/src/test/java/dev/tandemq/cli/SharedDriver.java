package dev.tandemq.cli;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.engine.codec.JacksonJobCodec;
import dev.tandemq.engine.discovery.Drivers;
import dev.tandemq.engine.runtime.ThreadedContext;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueUnavailableException;
import dev.tandemq.job.Job;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.CancelResult;
import dev.tandemq.store.Claim;
import dev.tandemq.store.Extended;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.QueueStats;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code shared:NAME}: one memory store per name for all of this process, so that several command
 * lines run in it meet there as they would on a server. It can be made to fail.
 */
public final class SharedDriver implements QueueDriver {

  /** Name of the store with one job in queue "mail" from the start, for a process of its own. */
  static final String WITH_A_JOB = "with-a-job";

  private static final Map<String, Shared> STORES = new ConcurrentHashMap<>();
  private static final QueueDriver MEMORY = Drivers.installed().choose(QueueUrl.parse("memory:"));

  /** For {@link java.util.ServiceLoader}. */
  public SharedDriver() {}

  /** The store of that name, to be looked into and made to fail. */
  static Shared store(String name) {
    return STORES.computeIfAbsent(name, unused -> new Shared());
  }

  @Override
  public String name() {
    return "shared";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("shared");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    Set<Capability> features = EnumSet.copyOf(MEMORY.capabilities().features());
    features.remove(Capability.LOCAL);
    return new Capabilities(features, Capabilities.MIN_PAYLOAD_BYTES, 500);
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    if (url.address().equals("unreachable")) {
      throw new QueueUnavailableException("nobody answers", null);
    }
    Shared store = store(url.address());
    if (url.address().equals(WITH_A_JOB)) {
      Job job =
          Job.builder()
              .id(new JobId(1, 1))
              .queue("mail")
              .createdAt(Instant.EPOCH)
              .timeout(Duration.ZERO)
              .build();
      var unused = store.put(List.of(job)).toCompletableFuture().join();
    }
    return store;
  }

  /** One of the stores. Stays open whoever closes it. */
  static final class Shared extends ForwardingJobStore {

    private volatile boolean isDown;
    private volatile boolean losesAnswers;
    private volatile boolean losesLeases;
    private volatile @Nullable JobId lost;

    private Shared() {
      super(
          MEMORY.open(
              QueueUrl.parse("memory:"),
              new DriverContext(new ThreadedContext(), new JacksonJobCodec())));
    }

    /** Whether it can be reached. */
    void setDown(boolean down) {
      isDown = down;
    }

    /** Whether what is pushed is stored, but nobody is told. */
    void setLosingAnswers(boolean losing) {
      losesAnswers = losing;
    }

    /** Whether it answers renewals as if others had taken over. */
    void setLosingLeases(boolean losing) {
      losesLeases = losing;
    }

    /** The job of which answers are lost, once what was asked is done. */
    void setLosingAnswersOf(JobId id) {
      lost = id;
    }

    private <T> CompletionStage<T> unlessLost(List<JobId> ids, Supplier<CompletionStage<T>> call) {
      CompletionStage<T> answer = ifUp(call);
      return lost != null && ids.contains(lost)
          ? CompletableFuture.failedFuture(
              new OutcomeUnknownException("the answer was lost", List.of(), null))
          : answer;
    }

    @Override
    public CompletionStage<Optional<JobView>> find(JobId id) {
      return ifUp(() -> super.find(id));
    }

    @Override
    public CompletionStage<Page<JobView>> list(String queue, JobState state, PageRequest page) {
      return ifUp(() -> super.list(queue, state, page));
    }

    @Override
    public CompletionStage<List<String>> queues() {
      return ifUp(super::queues);
    }

    @Override
    public CompletionStage<Integer> requeue(String queue, List<JobId> ids) {
      return unlessLost(ids, () -> super.requeue(queue, ids));
    }

    @Override
    public CompletionStage<Integer> forget(String queue, List<JobId> ids) {
      return unlessLost(ids, () -> super.forget(queue, ids));
    }

    @Override
    public CompletionStage<List<CancelResult>> cancel(List<JobId> ids) {
      return unlessLost(ids, () -> super.cancel(ids));
    }

    private <T> CompletionStage<T> ifUp(Supplier<CompletionStage<T>> call) {
      return isDown
          ? CompletableFuture.failedFuture(new QueueUnavailableException("nobody answers", null))
          : call.get();
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      CompletionStage<List<PutResult>> answer = ifUp(() -> super.put(jobs));
      return losesAnswers
          ? CompletableFuture.failedFuture(
              new OutcomeUnknownException("the answer was lost", List.of(), null))
          : answer;
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      return ifUp(() -> super.turn(request));
    }

    @Override
    public CompletionStage<List<Extended>> extend(List<Claim> claims, Duration lease) {
      return losesLeases
          ? CompletableFuture.completedFuture(claims.stream().map(c -> Extended.LOST).toList())
          : ifUp(() -> super.extend(claims, lease));
    }

    @Override
    public CompletionStage<List<QueueStats>> stats(List<String> queues) {
      return ifUp(() -> super.stats(queues));
    }

    @Override
    public void close() {
      // The next one shall find what is there.
    }
  }
}
