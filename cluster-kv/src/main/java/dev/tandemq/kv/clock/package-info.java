/** The time that all connections to a namespace share. */
@NullMarked
package dev.tandemq.kv.clock;

import org.jspecify.annotations.NullMarked;
