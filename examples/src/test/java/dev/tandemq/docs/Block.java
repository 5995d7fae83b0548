package dev.tandemq.docs;

import java.util.Optional;

/**
 * A fenced block of a document.
 *
 * @param line where its fence stands, from 1
 * @param language what its fence says; empty when it says nothing
 * @param text what stands between the fences, each line with its line feed
 * @param from the file that it is said to be an excerpt of; empty when nothing is said
 * @param above the block right above, with nothing between them
 */
record Block(
    String document,
    int line,
    String language,
    String text,
    Optional<String> from,
    Optional<Block> above) {

  /** Whether the block right above is of that language. */
  boolean isBelow(String otherLanguage) {
    return above.map(block -> block.language().equals(otherLanguage)).orElse(false);
  }

  @Override
  public String toString() {
    return document + ":" + line + " " + language;
  }
}
