package dev.tandemq.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** A guess at the word that was meant. */
final class Suggestion {

  /** One slip in so many characters is taken for a slip; more of them for another word. */
  private static final int CHARACTERS_PER_SLIP = 3;

  private Suggestion() {}

  /** The word that is meant most likely: one that begins so, else one a few slips away. */
  static Optional<String> of(String typed, Collection<String> words) {
    return words.stream()
        .filter(word -> isBeginning(typed, word) || distance(typed, word) <= slips(typed))
        .min(
            Comparator.<String>comparingInt(word -> distance(typed, word))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A dash or two begin every option, and say nothing. */
  private static boolean isBeginning(String typed, String word) {
    return typed.replace("-", "").length() > 1 && word.startsWith(typed);
  }

  private static int slips(String typed) {
    return Math.max(1, typed.replace("-", "").length() / CHARACTERS_PER_SLIP);
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 ? j : j == 0 ? i : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
    boolean isSwapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isSwapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
