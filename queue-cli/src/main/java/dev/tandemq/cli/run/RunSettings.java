package dev.tandemq.cli.run;

import dev.tandemq.cli.process.CommandTemplate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code tandem run} was asked to do, checked.
 *
 * @param queue name of the queue
 * @param slots how many commands run at the same time
 * @param maxAttempts how often a line is tried
 * @param timeout time of one attempt; zero means without limit
 * @param backoff upper end of the delay before the second attempt; zero means at once
 * @param inInputOrder whether output keeps the order of the input
 * @param nulSeparated whether NUL ends a line
 * @param startEvery time between two starts of a command; empty means no limit
 * @param haltAfter after how many failed jobs nothing more is started; empty means never
 * @param leaseIsFormality whether the store lives in this process, so that no other can take over
 * @param command what runs for each line
 */
public record RunSettings(
    String queue,
    int slots,
    int maxAttempts,
    Duration timeout,
    Duration backoff,
    boolean inInputOrder,
    boolean nulSeparated,
    Optional<Duration> startEvery,
    OptionalInt haltAfter,
    boolean leaseIsFormality,
    CommandTemplate command) {}
