package dev.tandemq.cli;

import dev.tandemq.cli.report.JobRow;
import dev.tandemq.job.JobState;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** States of jobs as people type them, in the order in which jobs are listed by them. */
final class JobStates implements ITypeConverter<JobState>, Iterable<String> {

  /** What runs, what comes next, what comes later, what does not come. */
  static final List<JobState> IN_ORDER =
      List.of(JobState.RESERVED, JobState.READY, JobState.DELAYED, JobState.FAILED);

  @Override
  public JobState convert(String text) {
    return IN_ORDER.stream()
        .filter(state -> JobRow.word(state).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is none of " + String.join(", ", words().toList())));
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private static Stream<String> words() {
    return IN_ORDER.stream().map(JobRow::word);
  }
}
