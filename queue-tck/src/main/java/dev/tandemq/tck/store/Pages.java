package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import dev.tandemq.store.JobStore;
import dev.tandemq.store.Page;
import dev.tandemq.store.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks a list page by page. */
final class Pages {

  // A list that never ends must fail its test and not hang it.
  private static final int MOST_PAGES = 10_000;

  private final StoreFixture fixture;
  private final JobStore store;
  private final String queue;
  private final JobState state;

  Pages(StoreFixture fixture, JobStore store, String queue, JobState state) {
    this.fixture = fixture;
    this.store = store;
    this.queue = queue;
    this.state = state;
  }

  List<JobView> all(int size) {
    Page<JobView> first = read(PageRequest.first(size));
    List<JobView> views = new ArrayList<>(first.items());
    views.addAll(rest(first, size));
    return views;
  }

  /** What follows after a page. */
  List<JobView> rest(Page<JobView> page, int size) {
    List<JobView> views = new ArrayList<>();
    Optional<String> next = page.next();
    for (int pages = 0; next.isPresent(); pages++) {
      assertThat(pages).as("pages of %s in %s", state, queue).isLessThan(MOST_PAGES);
      Page<JobView> following = read(new PageRequest(size, next));
      views.addAll(following.items());
      next = following.next();
    }
    return views;
  }

  Page<JobView> read(PageRequest request) {
    Page<JobView> page = fixture.await(store.list(queue, state, request));
    assertThat(page.items()).as("items of one page").hasSizeLessThanOrEqualTo(request.size());
    return page;
  }
}
