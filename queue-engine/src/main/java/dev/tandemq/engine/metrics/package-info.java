/** What is measured: durations gathered in bounded memory, and what they come to. */
@NullMarked
package dev.tandemq.engine.metrics;

import org.jspecify.annotations.NullMarked;
