package dev.tandemq.tck.rule;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Names a test by its rule and its sentence: {@code S2 a stale claim cannot complete}. */
public final class RuleNames extends DisplayNameGenerator.Standard {

  // Before each capital, those after a word of one letter too, as in aJob.
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    return titleOf(testMethod);
  }

  /** The name of a test: its rules, then its own name as a sentence. */
  public static String titleOf(Method testMethod) {
    String sentence =
        WORD_START.matcher(testMethod.getName()).replaceAll(" ").toLowerCase(Locale.ROOT);
    Rule rule = testMethod.getAnnotation(Rule.class);
    return rule == null ? sentence : String.join(", ", rule.value()) + " " + sentence;
  }
}
