package dev.tandemq.history;

import java.util.List;
import java.util.Locale;

/** Writes verdicts for people: a table, and below it the counter-examples. Stateless. */
public final class VerdictTable {

  private VerdictTable() {}

  /** One line for each invariant, then the first counter-example of each that was broken. */
  public static String of(List<Verdict> verdicts) {
    int width = verdicts.stream().mapToInt(one -> one.title().length()).max().orElse(0);
    String format = "%-4s %-" + Math.max(width, 9) + "s %12s %12s%n";
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, format, "", "invariant", "checked", "violations"));
    for (Verdict one : verdicts) {
      text.append(
          String.format(
              Locale.ROOT,
              format,
              one.invariant(),
              one.title(),
              one.checked() == 0 ? "-" : String.format(Locale.ROOT, "%,d", one.checked()),
              String.format(Locale.ROOT, "%,d", one.violations())));
    }
    for (Verdict one : verdicts) {
      if (one.violations() > 0) {
        text.append('\n').append(one.invariant()).append(": ").append(one.title()).append('\n');
        one.example().lines().forEach(line -> text.append("  ").append(line).append('\n'));
      }
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
