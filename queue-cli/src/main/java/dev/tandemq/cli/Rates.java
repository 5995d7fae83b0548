package dev.tandemq.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rates as people type them: {@code 10/s}, {@code 90/m}, {@code 500/h}; as time between two. */
final class Rates implements ITypeConverter<Duration> {

  /** More than anything that starts processes can do. */
  private static final long MOST = 1_000_000;

  private static final Pattern NUMBER_PER_UNIT = Pattern.compile("([0-9]{1,12})/([smh])");
  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  @Override
  public Duration convert(String text) {
    Matcher matcher = NUMBER_PER_UNIT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not a rate; write 10/s, 90/m or 500/h");
    }
    long number = Long.parseLong(matcher.group(1));
    if (number < 1 || number > MOST) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; the number goes from 1 to " + MOST);
    }
    return UNITS.getOrDefault(matcher.group(2), Duration.ofSeconds(1)).dividedBy(number);
  }
}
