package dev.tandemq.cli;

import dev.tandemq.cli.report.JobRow;
import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first jobs of a queue, out of the pages of a store. Pages are small, since payloads come with
 * them; a job that moves from state to state meanwhile is listed once.
 *
 * @param jobs at most as many as asked for
 * @param hasMore whether there are more than these
 */
record JobList(List<JobRow> jobs, boolean hasMore) {

  private static final int PAGE = 50;

  /**
   * Asks the store.
   *
   * @param states the states to be listed, one after the other
   * @throws dev.tandemq.error.QueueException when the store cannot be asked
   */
  static JobList of(JobStore store, String queue, List<JobState> states, int most) {
    List<JobRow> jobs = new ArrayList<>();
    Set<JobId> seen = new HashSet<>();
    for (JobState state : states) {
      Optional<PageRequest> request = Optional.of(PageRequest.first(Math.min(PAGE, most + 1)));
      while (request.isPresent() && jobs.size() <= most) {
        Page<JobView> page = Answers.of(store.list(queue, state, request.get()));
        List<JobView> fresh =
            page.items().stream().filter(view -> seen.add(view.job().id())).toList();
        fresh.forEach(view -> jobs.add(JobRow.of(view)));
        // What fails again and again comes again and again: a page of such jobs alone is the end.
        boolean isAgain = fresh.isEmpty() && !page.items().isEmpty();
        int size = request.get().size();
        request = isAgain ? Optional.empty() : page.next().map(next -> after(size, next));
      }
    }
    boolean hasMore = jobs.size() > most;
    return new JobList(List.copyOf(hasMore ? jobs.subList(0, most) : jobs), hasMore);
  }

  private static PageRequest after(int size, String next) {
    return new PageRequest(size, Optional.of(next));
  }
}
