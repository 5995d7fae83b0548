package dev.tandemq.job;

import java.util.Objects;

/** The one rule for names of queues, types, nodes and namespaces. */
public final class Names {

  /** Longest name, in characters. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /**
   * Checks a name: 1 to {@value #MAX_LENGTH} characters out of {@code A-Z a-z 0-9 . _ -}, but not
   * {@code .} or {@code ..}.
   *
   * @param field what the name is for, to be named in the message
   * @return the name
   * @throws IllegalArgumentException when it breaks the rule
   */
  public static String check(String field, String name) {
    Objects.requireNonNull(name, field);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(field + " is empty; a name has 1 to 128 characters");
    }
    if (name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          field + " has " + name.length() + " characters; a name has at most " + MAX_LENGTH);
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        throw new IllegalArgumentException(
            String.format(
                "%s holds the character U+%04X at position %d; a name is made of A-Z a-z 0-9 . _ -",
                field, name.codePointAt(i), i));
      }
    }
    if (name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(field + " is \"" + name + "\"; that is not a name");
    }
    return name;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
