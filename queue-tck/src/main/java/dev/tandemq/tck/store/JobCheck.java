package dev.tandemq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.util.Optional;
import java.util.function.Supplier;

/** What a test expects of a job as it was found. */
final class JobCheck {

  private final Optional<JobView> found;
  private final Supplier<String> story;

  JobCheck(Optional<JobView> found, Supplier<String> story) {
    this.found = found;
    this.story = story;
  }

  JobCheck is(JobState state) {
    assertThat(found.map(JobView::state)).as(story).contains(state);
    return this;
  }

  JobCheck hasSpent(int attempts) {
    assertThat(found.map(JobView::attempts))
        .as(() -> story.get() + "; attempts spent")
        .contains(attempts);
    return this;
  }

  void isGone() {
    assertThat(found.map(JobView::state)).as(story).isEmpty();
  }
}
