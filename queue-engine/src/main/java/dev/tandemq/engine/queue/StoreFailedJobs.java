package dev.tandemq.engine.queue;

import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.FailedJobs;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The failed jobs of a queue over any store that can list jobs. */
final class StoreFailedJobs implements FailedJobs {

  private final String queue;
  private final JobStore store;
  private final Capabilities capabilities;
  private final Runnable checkOpen;

  StoreFailedJobs(String queue, JobStore store, Capabilities capabilities, Runnable checkOpen) {
    this.queue = queue;
    this.store = store;
    this.capabilities = capabilities;
    this.checkOpen = checkOpen;
  }

  @Override
  public long count() {
    return ask("stats", () -> store.stats(List.of(queue))).get(0).failed();
  }

  @Override
  public Page<JobView> list(FailedFilter filter, PageRequest page) {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(page, "page");
    if (!capabilities.has(Capability.LIST)) {
      throw new QueueForbiddenException("this store cannot list jobs", null);
    }
    Page<JobView> all = ask("list", () -> store.list(queue, JobState.FAILED, page));
    return new Page<>(all.items().stream().filter(filter::fits).toList(), all.next());
  }

  @Override
  public Optional<JobView> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return ask("find", () -> store.find(id))
        .filter(job -> job.job().queue().equals(queue) && job.state() == JobState.FAILED);
  }

  @Override
  public boolean retry(JobId id) {
    return requeue(List.of(Objects.requireNonNull(id, "id"))) == 1;
  }

  @Override
  public int retryAll(FailedFilter filter) {
    return forEachPage(filter, this::requeue);
  }

  private int requeue(List<JobId> ids) {
    return ask("retry", () -> store.requeue(queue, ids));
  }

  @Override
  public boolean forget(JobId id) {
    return find(id).isPresent() && remove(List.of(id)) == 1;
  }

  @Override
  public int forgetAll(FailedFilter filter) {
    return forEachPage(filter, this::remove);
  }

  private int remove(List<JobId> ids) {
    return ask("forget", () -> store.remove(ids));
  }

  private int forEachPage(FailedFilter filter, ToIntFunction<List<JobId>> action) {
    PageRequest page = PageRequest.first(Math.min(PageRequest.MAX_SIZE, capabilities.maxBatch()));
    int done = 0;
    while (true) {
      Page<JobView> found = list(filter, page);
      List<JobId> ids = found.items().stream().map(view -> view.job().id()).toList();
      if (!ids.isEmpty()) {
        done += action.applyAsInt(ids);
      }
      if (found.next().isEmpty()) {
        return done;
      }
      page = new PageRequest(page.size(), found.next());
    }
  }

  @Override
  public int prune(Duration olderThan, int keep) {
    int done = 0;
    while (true) {
      int pruned = ask("prune", () -> store.prune(queue, olderThan, keep, PageRequest.MAX_SIZE));
      done += pruned;
      if (pruned < PageRequest.MAX_SIZE) {
        return done;
      }
    }
  }

  private <T> T ask(String what, Supplier<CompletionStage<T>> call) {
    checkOpen.run();
    return Calls.await(Calls.of(call), Defaults.CALL_TIMEOUT, what, List.of());
  }
}
