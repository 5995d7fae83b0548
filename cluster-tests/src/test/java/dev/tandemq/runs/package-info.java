/**
 * Whole runs: the engine in many processes, on real servers that are killed, frozen and cut off.
 */
@NullMarked
package dev.tandemq.runs;

import org.jspecify.annotations.NullMarked;
