package dev.tandemq.cli;

import dev.tandemq.engine.settings.DurationText;
import dev.tandemq.job.Job;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people type them: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h} or ISO-8601. */
final class Durations implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    Duration duration = parse(text);
    if (duration.isNegative() || duration.compareTo(Job.LIMIT_DURATION) > 0) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is out of range; it goes from 0 to "
              + Job.LIMIT_DURATION.toHours()
              + "h");
    }
    return duration;
  }

  private static Duration parse(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
