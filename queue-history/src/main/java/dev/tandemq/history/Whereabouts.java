package dev.tandemq.history;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which jobs a call moved that tells only how many, by looking before and after; possible
 * where nobody else calls in between and the store answers at once.
 */
final class Whereabouts {

  private final JobStore store;
  private final boolean mayLook;

  Whereabouts(JobStore store, boolean mayLook) {
    this.store = store;
    this.mayLook = mayLook;
  }

  /** The jobs of the queue that a clear takes away; null when they cannot be known. */
  @Nullable List<JobId> unfinished(String queue) {
    return listed(queue, JobState.READY, JobState.DELAYED, JobState.RESERVED);
  }

  /** The jobs of the queue that a prune may take away; null when they cannot be known. */
  @Nullable List<JobId> failed(String queue) {
    return listed(queue, JobState.FAILED);
  }

  private @Nullable List<JobId> listed(String queue, JobState... states) {
    if (!mayLook) {
      return null;
    }
    List<JobId> ids = new ArrayList<>();
    for (JobState state : states) {
      Optional<String> after = Optional.empty();
      do {
        PageRequest request = new PageRequest(PageRequest.MAX_SIZE, after);
        Page<JobView> page = now(() -> store.list(queue, state, request));
        if (page == null) {
          return null;
        }
        page.items().forEach(view -> ids.add(view.job().id()));
        after = page.next();
      } while (after.isPresent());
    }
    return ids;
  }

  /** Whether the job is certainly not there. */
  boolean isGone(JobId id) {
    Optional<JobView> view = now(() -> store.find(id));
    return view != null && view.isEmpty();
  }

  /** A look that the store may refuse, not know how to take, or not answer at once. */
  private static <T> @Nullable T now(Supplier<CompletionStage<T>> look) {
    CompletableFuture<T> answer;
    try {
      answer = look.get().toCompletableFuture();
    } catch (RuntimeException e) {
      // Misuse, or a list where LIST is not declared: the call itself says so to its caller.
      return null;
    }
    return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
  }

  /** Looks at jobs that a call is about to move. */
  Moves before(Op op, String queue, List<JobId> ids) {
    if (!mayLook || ids.size() < 2) {
      return new Moves(op, ids, null);
    }
    List<Boolean> mayMove = new ArrayList<>(ids.size());
    for (JobId id : ids) {
      Optional<JobView> view = now(() -> store.find(id));
      if (view == null) {
        return new Moves(op, ids, null);
      }
      mayMove.add(view.isPresent() && isMeant(view.get(), queue));
    }
    return new Moves(op, ids, mayMove);
  }

  /** Whether a call with a queue means this job: it takes those that are FAILED there. */
  private static boolean isMeant(JobView view, String queue) {
    return queue.isEmpty() || (view.state() == JobState.FAILED && view.job().queue().equals(queue));
  }

  /** What can be said of each job once the count is there. */
  final class Moves {

    private final Op op;
    private final List<JobId> ids;
    private final @Nullable List<Boolean> mayMove;

    private Moves(Op op, List<JobId> ids, @Nullable List<Boolean> mayMove) {
      this.op = op;
      this.ids = ids;
      this.mayMove = mayMove;
    }

    /** Whether the job of this index moved: OK, FAIL, or UNKNOWN. */
    Phase of(int index, int moved) {
      if (moved == 0) {
        return Phase.FAIL;
      }
      if (moved == ids.size()) {
        return Phase.OK;
      }
      if (mayMove == null) {
        return Phase.UNKNOWN;
      }
      if (!mayMove.get(index)) {
        return Phase.FAIL;
      }
      Optional<JobView> after = now(() -> store.find(ids.get(index)));
      if (after == null) {
        return Phase.UNKNOWN;
      }
      boolean stayed =
          after.isPresent() && (op != Op.REQUEUE || after.get().state() == JobState.FAILED);
      return stayed ? Phase.FAIL : Phase.OK;
    }
  }
}
