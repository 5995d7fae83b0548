/** Tests of the time that connections share. */
@NullMarked
package dev.tandemq.kv.clock;

import org.jspecify.annotations.NullMarked;
