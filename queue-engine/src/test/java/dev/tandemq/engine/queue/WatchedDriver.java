package dev.tandemq.engine.queue;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.DriverContext;
import dev.tandemq.driver.QueueDriver;
import dev.tandemq.driver.QueueUrl;
import dev.tandemq.job.Job;
import dev.tandemq.memory.MemoryDriver;
import dev.tandemq.store.ForwardingJobStore;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.PutResult;
import dev.tandemq.store.Subscription;
import dev.tandemq.store.Turn;
import dev.tandemq.store.TurnRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The memory driver, every call of which can be seen, and some answered otherwise. */
final class WatchedDriver implements QueueDriver {

  /** All that was put, call by call. */
  final BlockingQueue<List<Job>> puts = new LinkedBlockingQueue<>();

  /** All turns that were asked for, noted before they are answered. */
  final BlockingQueue<TurnRequest> turns = new LinkedBlockingQueue<>();

  /** One permit for each look that found nothing while somebody had subscribed to hints. */
  final Semaphore vainLooks = new Semaphore(0);

  private final Capabilities capabilities;
  private Function<JobStore, JobStore> faults = store -> store;

  /** A driver that declares what the memory driver does. */
  WatchedDriver() {
    this(new MemoryDriver().capabilities());
  }

  WatchedDriver(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** Brings in faults between the watch and the memory store. */
  WatchedDriver with(Function<JobStore, JobStore> newFaults) {
    faults = newFaults;
    return this;
  }

  @Override
  public String name() {
    return "watched";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("watched");
  }

  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public JobStore open(QueueUrl url, DriverContext context) {
    JobStore memory = new MemoryDriver().open(QueueUrl.parse("memory:"), context);
    return new Watched(faults.apply(memory));
  }

  private final class Watched extends ForwardingJobStore {

    private final AtomicInteger subscribers = new AtomicInteger();

    Watched(JobStore target) {
      super(target);
    }

    @Override
    public CompletionStage<List<PutResult>> put(List<Job> jobs) {
      puts.add(List.copyOf(jobs));
      return super.put(jobs);
    }

    @Override
    public CompletionStage<Turn> turn(TurnRequest request) {
      turns.add(request);
      return super.turn(request)
          .thenApply(
              turn -> {
                if (subscribers.get() > 0 && request.want() > 0 && turn.claims().isEmpty()) {
                  vainLooks.release();
                }
                return turn;
              });
    }

    @Override
    public Subscription onReady(String queue, Runnable hint) {
      Subscription subscription = super.onReady(queue, hint);
      subscribers.incrementAndGet();
      return () -> {
        subscribers.decrementAndGet();
        subscription.close();
      };
    }
  }
}
