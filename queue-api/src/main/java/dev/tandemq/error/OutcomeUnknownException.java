package dev.tandemq.error;

import dev.tandemq.job.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer was lost: the call may or may not have been applied. A push may be repeated with the
 * same ids, which never makes a second job (rule P4); a settlement may be repeated with the same
 * claim.
 */
public final class OutcomeUnknownException extends QueueException {

  private static final long serialVersionUID = 1L;

  private final transient List<JobId> ids;

  /**
   * Makes the exception.
   *
   * @param message what was asked, of what; without secrets
   * @param ids the jobs whose fate is unknown
   */
  public OutcomeUnknownException(String message, List<JobId> ids, @Nullable Throwable cause) {
    super(message, cause);
    this.ids = List.copyOf(ids);
  }

  /** The jobs whose fate is unknown; empty after the exception was serialised. */
  @SuppressWarnings("NullAway") // transient: null after deserialisation
  public List<JobId> ids() {
    return ids == null ? List.of() : ids;
  }
}
