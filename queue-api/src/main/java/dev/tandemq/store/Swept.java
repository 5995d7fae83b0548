package dev.tandemq.store;

/**
 * What a sweep moved.
 *
 * @param promoted delayed jobs whose time had come, now READY
 * @param rescued reservations whose lease had run out, now READY, or FAILED when no attempt is left
 * @param more whether the limit was reached with work left
 * @param newerTerm the term of a newer leader that the call was refused for, so that nothing was
 *     moved; zero when it was not refused
 */
public record Swept(int promoted, int rescued, boolean more, long newerTerm) {

  /** A sweep that was not refused. */
  public Swept(int promoted, int rescued, boolean more) {
    this(promoted, rescued, more, 0);
  }

  /** Whether a newer leader has been here. */
  public boolean isRefused() {
    return newerTerm > 0;
  }
}
