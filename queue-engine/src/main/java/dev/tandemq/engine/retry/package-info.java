/** Retry policies. */
@NullMarked
package dev.tandemq.engine.retry;

import org.jspecify.annotations.NullMarked;
