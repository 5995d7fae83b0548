/** Tests of the history and of its checker. */
@NullMarked
package dev.tandemq.history;

import org.jspecify.annotations.NullMarked;
