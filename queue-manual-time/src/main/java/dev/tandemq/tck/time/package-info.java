/** Time that a test moves by hand. */
@NullMarked
package dev.tandemq.tck.time;

import org.jspecify.annotations.NullMarked;
