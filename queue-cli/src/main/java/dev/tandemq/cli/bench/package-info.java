/**
 * A short measurement of the queue on this machine, by the same calls that applications make: push
 * into a {@code Queue}, run by a {@code Worker}.
 */
@NullMarked
package dev.tandemq.cli.bench;

import org.jspecify.annotations.NullMarked;
