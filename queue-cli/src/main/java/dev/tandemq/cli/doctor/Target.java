package dev.tandemq.cli.doctor;

import dev.tandemq.engine.Queues;
import dev.tandemq.engine.discovery.Drivers;
import java.util.function.Supplier;

/**
 * The store to be looked at. What cannot be told fails when it is asked for, with an {@link
 * IllegalArgumentException} that says why.
 *
 * @param url its URL, secrets and all
 * @param source where the URL was said, in words
 * @param drivers the drivers at hand
 * @param open opens it; the caller closes it
 */
public record Target(
    Supplier<String> url, String source, Supplier<Drivers> drivers, Supplier<Queues> open) {}
