package dev.tandemq.engine.queue;

import dev.tandemq.context.ProcessContext;
import dev.tandemq.driver.Capabilities;
import dev.tandemq.driver.Capability;
import dev.tandemq.engine.event.EventSink;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.engine.store.Backend;
import dev.tandemq.engine.store.Calls;
import dev.tandemq.error.OutcomeUnknownException;
import dev.tandemq.error.QueueException;
import dev.tandemq.error.QueueForbiddenException;
import dev.tandemq.event.QueueEvent;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.queue.FailedFilter;
import dev.tandemq.queue.FailedJobs;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The failed jobs of a queue over any store that can list jobs. */
final class StoreFailedJobs implements FailedJobs {

  private final String queue;
  private final ProcessContext context;
  private final JobStore store;
  private final Capabilities capabilities;
  private final EventSink events;
  private final Runnable checkOpen;

  StoreFailedJobs(String queue, Backend backend, Runnable checkOpen) {
    this.queue = queue;
    this.context = backend.context();
    this.store = backend.store();
    this.capabilities = backend.capabilities();
    this.events = backend.events();
    this.checkOpen = checkOpen;
  }

  @Override
  public long count() {
    return ask("stats", List.of(), () -> store.stats(List.of(queue))).get(0).failed();
  }

  @Override
  public Page<JobView> list(FailedFilter filter, PageRequest page) {
    Objects.requireNonNull(filter, "filter");
    Objects.requireNonNull(page, "page");
    Page<JobView> all = page(page);
    return new Page<>(all.items().stream().filter(filter::fits).toList(), all.next());
  }

  private Page<JobView> page(PageRequest page) {
    checkOpen.run();
    if (!capabilities.has(Capability.LIST)) {
      throw new QueueForbiddenException(
          "this store cannot list jobs; failed ones are found, retried and forgotten by their id",
          null);
    }
    return ask("list", List.of(), () -> store.list(queue, JobState.FAILED, page));
  }

  @Override
  public Optional<JobView> find(JobId id) {
    Objects.requireNonNull(id, "id");
    return ask("find", List.of(), () -> store.find(id))
        .filter(job -> job.job().queue().equals(queue) && job.state() == JobState.FAILED);
  }

  @Override
  public boolean retry(JobId id) {
    return retried(requeue(List.of(Objects.requireNonNull(id, "id")))) == 1;
  }

  @Override
  public int retryAll(FailedFilter filter) {
    return retried(forEachPage(filter, this::requeue, "were retried"));
  }

  private int retried(int jobs) {
    if (jobs > 0 && events.isWanted()) {
      events.tell(new QueueEvent.FailedRetried(context.time().now(), queue, jobs));
    }
    return jobs;
  }

  private int requeue(List<JobId> ids) {
    return ask("retry", ids, () -> store.requeue(queue, ids));
  }

  @Override
  public boolean forget(JobId id) {
    return forgotten(forget(List.of(Objects.requireNonNull(id, "id")))) == 1;
  }

  @Override
  public int forgetAll(FailedFilter filter) {
    return forgotten(forEachPage(filter, this::forget, "were forgotten"));
  }

  private int forgotten(int jobs) {
    if (jobs > 0 && events.isWanted()) {
      events.tell(new QueueEvent.FailedForgotten(context.time().now(), queue, jobs));
    }
    return jobs;
  }

  private int forget(List<JobId> ids) {
    return ask("forget", ids, () -> store.forget(queue, ids));
  }

  /**
   * Deals with every job that fits, each at most once. A store may list by the time of the failure:
   * what fails again meanwhile is then met again, on a page further on, and passed over. A page of
   * such jobs alone is the end, or the two would chase each other for ever.
   */
  private int forEachPage(FailedFilter filter, ToIntFunction<List<JobId>> action, String done) {
    Objects.requireNonNull(filter, "filter");
    Set<JobId> seen = new HashSet<>();
    PageRequest page = PageRequest.first(Math.min(PageRequest.MAX_SIZE, capabilities.maxBatch()));
    int count = 0;
    while (true) {
      try {
        Page<JobView> found = page(page);
        List<JobView> fresh =
            found.items().stream().filter(view -> seen.add(view.job().id())).toList();
        List<JobId> ids = fresh.stream().filter(filter::fits).map(view -> view.job().id()).toList();
        if (!ids.isEmpty()) {
          count += action.applyAsInt(ids);
        }
        boolean isAgain = fresh.isEmpty() && !found.items().isEmpty();
        if (found.next().isEmpty() || isAgain) {
          return count;
        }
        page = new PageRequest(page.size(), found.next());
      } catch (QueueException e) {
        throw partly(count, done, e);
      }
    }
  }

  @Override
  public int prune(Duration olderThan, int keep) {
    Objects.requireNonNull(olderThan, "olderThan");
    if (olderThan.isNegative()) {
      throw new IllegalArgumentException("olderThan is " + olderThan + "; it must not be negative");
    }
    if (keep < 0) {
      throw new IllegalArgumentException("keep is " + keep + "; it must not be negative");
    }
    int count = 0;
    while (true) {
      try {
        int pruned =
            ask(
                "prune",
                List.of(),
                () -> store.prune(queue, olderThan, keep, PageRequest.MAX_SIZE));
        count += pruned;
        if (pruned < PageRequest.MAX_SIZE) {
          return count;
        }
      } catch (QueueException e) {
        throw partly(count, "were pruned", e);
      }
    }
  }

  /** Other exceptions say that nothing was changed, which holds for the last call only. */
  private QueueException partly(int count, String done, QueueException e) {
    if (count == 0) {
      return e;
    }
    List<JobId> ids = e instanceof OutcomeUnknownException unknown ? unknown.ids() : List.of();
    return new OutcomeUnknownException(
        count + " failed jobs of queue " + queue + " " + done + ", then: " + e.getMessage(),
        ids,
        e);
  }

  private <T> T ask(String what, List<JobId> ids, Supplier<CompletionStage<T>> call) {
    checkOpen.run();
    return Calls.await(context, Calls.of(call), Defaults.CALL_TIMEOUT, what, ids);
  }
}
