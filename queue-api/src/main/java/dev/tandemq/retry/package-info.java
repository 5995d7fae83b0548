/** When a failed attempt is tried again. */
@NullMarked
package dev.tandemq.retry;

import org.jspecify.annotations.NullMarked;
