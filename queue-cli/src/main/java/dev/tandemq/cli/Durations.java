package dev.tandemq.cli;

import dev.tandemq.job.Job;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people type them: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h} or ISO-8601. */
final class Durations implements ITypeConverter<Duration> {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

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
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (matcher.matches()) {
      return nanos(new BigDecimal(matcher.group(1)), matcher.group(2));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write 250ms, 5s, 2m, 1h or ISO-8601 as PT1.5S");
    }
  }

  private static Duration nanos(BigDecimal number, String unit) {
    BigDecimal[] parts =
        number
            .multiply(BigDecimal.valueOf(NANOS.getOrDefault(unit, 0L)))
            .divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }
}
