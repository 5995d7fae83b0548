/** Tests of the manual clock. */
@NullMarked
package dev.tandemq.tck.time;

import org.jspecify.annotations.NullMarked;
