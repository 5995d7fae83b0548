/** A whole cluster of the shipped engine in one thread, on virtual time, with seeded faults. */
@NullMarked
package dev.tandemq.sim;

import org.jspecify.annotations.NullMarked;
