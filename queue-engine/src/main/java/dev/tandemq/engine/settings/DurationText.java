package dev.tandemq.engine.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h} or ISO-8601. */
public final class DurationText {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

  private DurationText() {}

  /**
   * The duration of a text; {@code 0} needs no unit.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Duration parse(String text) {
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
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; write 250ms, 5s, 2m, 1h or ISO-8601 as PT1.5S", e);
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
