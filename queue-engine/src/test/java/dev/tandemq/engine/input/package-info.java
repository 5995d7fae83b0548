/**
 * Bad input for queues, workers, drivers and contexts: what is refused, how, and in which words.
 */
@NullMarked
package dev.tandemq.engine.input;

import org.jspecify.annotations.NullMarked;
