package dev.tandemq.engine.discovery;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;

/** Guesses which name was meant. */
public final class NearestName {

  private NearestName() {}

  /** The name with the fewest edits from what was typed. */
  public static String of(String typed, Collection<String> names) {
    return Collections.min(
        names,
        Comparator.<String>comparingInt(name -> distance(typed, name)).thenComparing(n -> n));
  }

  /** Insertions, deletions and replacements that turn one into the other. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
