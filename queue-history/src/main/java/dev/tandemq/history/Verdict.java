package dev.tandemq.history;

/**
 * What the checker says of one invariant.
 *
 * @param invariant its number, as {@code I03}
 * @param title what it says, in a few words
 * @param checked how many things were looked at
 * @param violations how many of them broke it
 * @param example the first violation, short enough to read; empty when there is none
 */
public record Verdict(
    String invariant, String title, long checked, long violations, String example) {}
