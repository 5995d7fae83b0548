package dev.tandemq.queue;

import dev.tandemq.job.Attempt;
import dev.tandemq.job.JobView;
import dev.tandemq.job.Names;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which failed jobs: those that fit all that is asked for. Immutable.
 *
 * @param type of this type only
 * @param tags with all of these tags and values
 * @param error whose last error holds this text, upper and lower case told apart
 */
public record FailedFilter(
    Optional<String> type, Map<String, String> tags, Optional<String> error) {

  private static final FailedFilter ANY =
      new FailedFilter(Optional.empty(), Map.of(), Optional.empty());

  /** Checks the type and takes a copy of the tags. */
  public FailedFilter {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(error, "error");
    type.ifPresent(name -> Names.check("type", name));
    tags = Map.copyOf(tags);
  }

  /** All failed jobs. */
  public static FailedFilter any() {
    return ANY;
  }

  /** The same, of this type only. */
  public FailedFilter type(String name) {
    return new FailedFilter(Optional.of(Names.check("type", name)), tags, error);
  }

  /** The same, with this tag only. */
  public FailedFilter tag(String key, String value) {
    Map<String, String> more = new TreeMap<>(tags);
    more.put(Objects.requireNonNull(key, "tag key"), Objects.requireNonNull(value, "tag value"));
    return new FailedFilter(type, more, error);
  }

  /** The same, with this text in the last error only. */
  public FailedFilter error(String text) {
    return new FailedFilter(type, tags, Optional.of(Objects.requireNonNull(text, "error")));
  }

  /** Whether the job is one of those. */
  public boolean fits(JobView failed) {
    return type.map(failed.job().type()::equals).orElse(true)
        && failed.job().tags().entrySet().containsAll(tags.entrySet())
        && error.map(lastError(failed.history())::contains).orElse(true);
  }

  private static String lastError(List<Attempt> history) {
    return history.isEmpty() ? "" : history.get(history.size() - 1).failure().error();
  }
}
