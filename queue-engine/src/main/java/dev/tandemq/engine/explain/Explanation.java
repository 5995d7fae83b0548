package dev.tandemq.engine.explain;

import dev.tandemq.job.JobId;
import dev.tandemq.job.JobState;
import dev.tandemq.job.JobView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a job does not run, as far as the store and the workers of this connection know: at one
 * moment, not in one step.
 *
 * @param id the job that was asked for
 * @param job the job; empty when the store does not know it
 * @param reasons at least one, what weighs most first
 */
public record Explanation(JobId id, Optional<JobView> job, List<Reason> reasons) {

  /** Takes a copy of the reasons. */
  public Explanation {
    reasons = List.copyOf(reasons);
  }

  /** Whether one of the reasons is of this kind. */
  public boolean has(Class<? extends Reason> kind) {
    return reasons.stream().anyMatch(kind::isInstance);
  }

  /** The whole in sentences, one line for the job and one for each reason. */
  public String text() {
    String head =
        job.map(
                view ->
                    String.format(
                        "Job %s of queue %s, type %s, %s, %d of %d attempts spent.",
                        id,
                        view.job().queue(),
                        view.job().type(),
                        stateOf(view.state()),
                        view.attempts(),
                        view.job().maxAttempts()))
            .orElse("Job " + id + ".");
    return reasons.stream()
        .map(reason -> System.lineSeparator() + "- " + reason.text())
        .collect(Collectors.joining("", head, ""));
  }

  private static String stateOf(JobState state) {
    return switch (state) {
      case DELAYED -> "delayed";
      case READY -> "ready";
      case RESERVED -> "claimed";
      case FAILED -> "failed";
    };
  }
}
