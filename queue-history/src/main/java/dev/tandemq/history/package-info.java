/** A history of what a run of a queue did, one event per line, and the checker that judges it. */
@NullMarked
package dev.tandemq.history;

import org.jspecify.annotations.NullMarked;
