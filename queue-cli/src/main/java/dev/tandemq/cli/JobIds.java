package dev.tandemq.cli;

import dev.tandemq.job.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ids of jobs as people type them. */
final class JobIds implements ITypeConverter<JobId> {

  @Override
  public JobId convert(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
