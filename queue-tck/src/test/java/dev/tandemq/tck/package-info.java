/** Tests of the kit itself. */
@NullMarked
package dev.tandemq.tck;

import org.jspecify.annotations.NullMarked;
