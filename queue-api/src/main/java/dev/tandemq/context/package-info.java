/**
 * All time, threads and chance that engine and drivers use, so that one thread can simulate them.
 */
@NullMarked
package dev.tandemq.context;

import org.jspecify.annotations.NullMarked;
