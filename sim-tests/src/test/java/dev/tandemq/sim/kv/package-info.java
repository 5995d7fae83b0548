/** Worlds whose nodes share a coordination store. */
@NullMarked
package dev.tandemq.sim.kv;

import org.jspecify.annotations.NullMarked;
