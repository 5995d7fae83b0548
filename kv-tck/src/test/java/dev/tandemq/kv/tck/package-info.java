/** Tests of the kit of the port. */
@NullMarked
package dev.tandemq.kv.tck;

import org.jspecify.annotations.NullMarked;
