package dev.tandemq.store;

/**
 * What a sweep moved.
 *
 * @param promoted delayed jobs whose time had come, now READY
 * @param rescued reservations whose lease had run out, now READY, or FAILED when no attempt is left
 * @param more whether the limit was reached with work left
 */
public record Swept(int promoted, int rescued, boolean more) {}
