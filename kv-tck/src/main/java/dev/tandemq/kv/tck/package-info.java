/**
 * The contract of the port of coordination stores as tests, and a store in memory that keeps it.
 */
@NullMarked
package dev.tandemq.kv.tck;

import org.jspecify.annotations.NullMarked;
