package dev.tandemq.sim.planted;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One change to one shipped source file.
 *
 * @param file path from the root of the checkout
 * @param before what stands there, once; any white space matches any other
 * @param after what stands there instead
 */
record Edit(String file, String before, String after) {

  /** The source with the change in it. */
  String appliedTo(String source) {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(before.strip().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+")));
    Matcher matcher = pattern.matcher(source);
    long matches = pattern.matcher(source).results().count();
    if (matches != 1 || !matcher.find()) {
      throw new AssertionError(
          "the plant must follow the code: in "
              + file
              + " there are "
              + matches
              + " of\n"
              + before);
    }
    return source.substring(0, matcher.start()) + after + source.substring(matcher.end());
  }
}
